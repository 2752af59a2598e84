import { describe, expect, it } from 'vitest';
import { readDisplay } from '../../../src/extension/display-settings';
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';

const reading = (values: Record<string, unknown>): ReturnType<typeof readDisplay> =>
  readDisplay((name) => values[name]);

describe('readDisplay', () => {
  it('takes what was chosen', () => {
    expect(
      reading({
        stretch: 'asinh',
        limits: '99.5',
        colorMap: 'viridis',
        invertColors: true,
        blankColor: '#00fF7f',
      }),
    ).toEqual({
      stretch: 'asinh',
      limits: { percent: 99.5 },
      colourMap: 'viridis',
      inverted: true,
      blank: [0, 255, 127],
    });
    expect(reading({ limits: 'minmax' }).limits).toBe('minmax');
  });

  it.each([
    [{}],
    [{ stretch: 'toString', limits: '99.7', colorMap: 'gray', blankColor: '#fff' }],
    [{ stretch: 3, limits: 99.5, colorMap: null, invertColors: 1, blankColor: 0xffffff }],
    [{ stretch: ['linear'], limits: { percent: 1e9 }, colorMap: {}, invertColors: 'true' }],
    [{ blankColor: '#12345g' }],
    [{ blankColor: '#123456; background: url(x)' }],
  ])('takes %j as nothing chosen', (values) => {
    expect(reading(values)).toEqual(DISPLAY_DEFAULTS);
  });
});
