import { describe, expect, test } from 'vitest';
import { positionWords } from '../../../webview/sky/position-words';

const nothing = { sky: undefined, others: [], problem: undefined };
const sky = {
  frame: 'ICRS',
  sexagesimal: '10h00m26.757s +02d12m01.71s',
  degrees: '150.111487 +2.200475',
};

describe('the words for a position', () => {
  test('are none where the image has no coordinates', () => {
    expect(positionWords(nothing, 'sexagesimal')).toBeUndefined();
  });

  test('are those of the chosen style, the other in the title', () => {
    const words = positionWords({ ...nothing, sky }, 'degrees');
    expect(words).toMatchObject({ text: sky.degrees, frame: 'ICRS' });
    expect(words?.title).toContain(sky.sexagesimal);
    expect(positionWords({ ...nothing, sky }, 'sexagesimal')?.text).toBe(sky.sexagesimal);
  });

  test('have the other coordinates, alone too', () => {
    const others = [{ name: 'Wavelength', text: '0.0000021195', unit: 'm' }];
    expect(positionWords({ ...nothing, others }, 'degrees')).toMatchObject({
      text: 'Wavelength 0.0000021195 m',
      frame: '',
    });
    expect(positionWords({ ...nothing, sky, others }, 'degrees')?.text).toBe(
      `${sky.degrees} · Wavelength 0.0000021195 m`,
    );
  });

  test('have the frames between detector and sky in the title', () => {
    const between = [{ frame: 'v2v3', text: '1312.95 arcsec, -1040.02 arcsec' }];
    const words = positionWords({ ...nothing, sky, between }, 'degrees');
    expect(words?.text).toBe(sky.degrees);
    expect(words?.title.split('\n').at(-1)).toBe('v2v3: 1312.95 arcsec, -1040.02 arcsec');
  });

  test('say why there is no position', () => {
    const problem = 'The matrix of the coordinates cannot be inverted.';
    expect(positionWords({ ...nothing, problem }, 'degrees')).toMatchObject({
      text: 'no position',
      title: problem,
      doubt: false,
    });
  });

  test('have a position and what is wrong with it', () => {
    const problem = 'The distortion of the file could not be read.';
    const words = positionWords({ ...nothing, sky, problem }, 'degrees');
    expect(words).toMatchObject({ text: sky.degrees, frame: 'ICRS', doubt: true });
    expect(words?.title.split('\n')[0]).toBe(problem);
    expect(words?.title).toContain(sky.sexagesimal);
    expect(positionWords({ ...nothing, sky }, 'degrees')?.doubt).toBe(false);
  });
});
