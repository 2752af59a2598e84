import { describe, expect, test } from 'vitest';
import type { HduLine, PlaneReply, StructureReply } from '../../../src/protocol/methods';
import type { Host } from '../../../webview/image/host';
import { Session } from '../../../webview/image/session';

const line = (index: number, picture: HduLine['picture'] = 'yes'): HduLine => ({
  index,
  name: `HDU${index}`,
  version: 1,
  type: 'ImageHDU',
  cards: 8,
  dimensions: '(4, 3)',
  format: 'int16',
  picture,
});
const structure = (lines: HduLine[], first: number | undefined): StructureReply => ({
  title: 'a.fits',
  lines,
  warnings: [],
  first,
});
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Asked {
  readonly method: string;
  readonly params: unknown;
  readonly signal: AbortSignal | undefined;
  progress(body: unknown): void;
  answer(result: unknown): void;
  fail(error: Error): void;
}

function rig(): { asked: Asked[]; log: string[]; session: Session } {
  const asked: Asked[] = [];
  const log: string[] = [];
  const host = {
    on: () => () => undefined,
    request: (method: string, params: unknown, options: Partial<Record<string, unknown>> = {}) =>
      new Promise((resolve, reject) => {
        asked.push({
          method,
          params,
          signal: options['signal'] as AbortSignal | undefined,
          progress: options['onProgress'] as (body: unknown) => void,
          answer: resolve,
          fail: reject,
        });
      }),
  } as unknown as Host;
  const session = new Session(host, {
    onStructure: ({ lines }) => log.push(`structure of ${lines.length}`),
    onLine: ({ index }) => log.push(`line ${index}`),
    onPlane: ({ hdu, slice }) => log.push(`plane ${hdu} [${slice.join()}]`),
    onNoPicture: ({ index }) => log.push(`no picture ${index}`),
    onStructureError: (error) => log.push(`structure error ${String(error)}`),
    onPlaneError: (error) => log.push(`plane error ${String(error)}`),
    onBusy: () => undefined,
  });
  return { asked, log, session };
}

const plane = (axes: number[] = []): PlaneReply => ({
  width: 4,
  height: 3,
  unit: undefined,
  bytesPerRow: 8,
  local: false,
  axes,
});

describe('Session', () => {
  test('shows the first picture as soon as the growing list names it', async () => {
    const { asked, log, session } = rig();
    session.open(undefined);
    expect(session.busy).toBe(true);
    asked[0]?.progress(structure([line(0, 'empty')], undefined));
    asked[0]?.progress(structure([line(0, 'empty'), line(1)], 1));
    asked[1]?.answer(plane());
    asked[0]?.answer(structure([line(0, 'empty'), line(1), line(2)], 1));
    await settle();
    expect(log).toEqual([
      'structure of 1',
      'line 1',
      'structure of 2',
      'plane 1 []',
      'structure of 3',
    ]);
    expect(session.busy).toBe(false);
  });

  test('waits for the HDU that was shown before', async () => {
    const { asked, log, session } = rig();
    session.open({ hdu: 2, slice: [9] });
    asked[0]?.progress(structure([line(0), line(1)], 0));
    expect(session.line).toBeUndefined();
    asked[0]?.answer(structure([line(0), line(1), line(2)], 0));
    await settle();
    expect(asked[1]?.params).toEqual({ hdu: 2, slice: [9] });
    asked[1]?.answer(plane([5]));
    await settle();
    expect(log.at(-1)).toBe('plane 2 [4]');
  });

  test('still wants it when the list has to be asked for again', async () => {
    const { asked, log, session } = rig();
    session.open({ hdu: 2, slice: [] });
    session.open(session.ref);
    expect(asked[0]?.signal?.aborted).toBe(true);
    asked[1]?.answer(structure([line(0, 'empty'), line(1), line(2)], 1));
    await settle();
    expect(log).toEqual(['line 2', 'structure of 3']);
  });

  test('falls back to the first picture where that HDU is gone', async () => {
    const { asked, session } = rig();
    session.open({ hdu: 7, slice: [] });
    asked[0]?.answer(structure([line(0), line(1)], 1));
    await settle();
    expect(session.line?.index).toBe(1);
  });

  test('shows the first HDU of a file without a picture', async () => {
    const { asked, log, session } = rig();
    session.open(undefined);
    asked[0]?.answer(structure([line(0, 'empty')], undefined));
    await settle();
    expect(log).toEqual(['line 0', 'no picture 0', 'structure of 1']);
    expect(asked).toHaveLength(1);
  });

  test('shows the first HDU with data of a file of tables', async () => {
    const { asked, session } = rig();
    session.open(undefined);
    asked[0]?.answer(structure([line(0, 'empty'), line(1, { reason: 'A table.' })], undefined));
    await settle();
    expect(session.line?.index).toBe(1);
  });

  test('does not move the user away from a choice', async () => {
    const { asked, session } = rig();
    session.open(undefined);
    asked[0]?.progress(structure([line(0), line(1), line(2)], 1));
    session.choose(0);
    asked[0]?.answer(structure([line(0), line(1), line(2)], 2));
    await settle();
    expect(session.line?.index).toBe(0);
  });

  test('cancels the plane of an HDU that was left', async () => {
    const { asked, log, session } = rig();
    session.open(undefined);
    asked[0]?.answer(structure([line(0), line(1)], 0));
    await settle();
    session.step(1);
    expect(asked[1]?.signal?.aborted).toBe(true);
    asked[1]?.answer(plane());
    asked[2]?.answer(plane());
    await settle();
    expect(log.filter((entry) => entry.startsWith('plane'))).toEqual(['plane 1 []']);
    session.step(1);
    expect(session.line?.index).toBe(1);
  });

  test('tells failures, and can be asked again', async () => {
    const { asked, log, session } = rig();
    session.open(undefined);
    asked[0]?.fail(new Error('no'));
    await settle();
    expect(log).toEqual(['structure error Error: no']);
    session.open(undefined);
    asked[1]?.answer(structure([line(0)], 0));
    await settle();
    asked[2]?.fail(new Error('bad'));
    await settle();
    expect(log.at(-1)).toBe('plane error Error: bad');
    session.loadPlane();
    asked[3]?.answer(plane());
    await settle();
    expect(log.at(-1)).toBe('plane 0 []');
  });
});
