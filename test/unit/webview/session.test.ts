import { describe, expect, test } from 'vitest';
import type { HduLine, PlaneReply, StructureReply } from '../../../src/protocol/methods';
import type { Host } from '../../../webview/image/host';
import type { Wanted } from '../../../webview/image/session';
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
  table: false,
  line: false,
});
const structure = (lines: HduLine[], first: number | undefined): StructureReply => ({
  title: 'a.fits',
  lines,
  warnings: [],
  first,
  compression: undefined,
  unpacking: undefined,
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
    onPlane: ({ hdu, slice }, _, mode) =>
      log.push(`plane ${hdu} [${slice.join()}]${mode === 'line' ? ' as line' : ''}`),
    onTable: ({ index }) => log.push(`table ${index}`),
    onTree: ({ index }) => log.push(`tree ${index}`),
    onNothing: ({ index }) => log.push(`nothing ${index}`),
    onStructureError: (error) => log.push(`structure error ${String(error)}`),
    onLoadError: (error) => log.push(`load error ${String(error)}`),
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
  axisLines: [],
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
    expect(log).toEqual(['line 0', 'nothing 0', 'structure of 1']);
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
    expect(log.at(-1)).toBe('load error Error: bad');
    session.load();
    asked[3]?.answer(plane());
    await settle();
    expect(log.at(-1)).toBe('plane 0 []');
  });

  describe('what is shown of an HDU', () => {
    const groups: HduLine = { ...line(1), table: true };
    const table: HduLine = { ...line(1, { reason: 'it is a table' }), table: true };
    const array: HduLine = { ...line(1, { reason: 'it is one-dimensional' }), line: true };
    const open = async (shown: HduLine, wanted?: Wanted): Promise<ReturnType<typeof rig>> => {
      const made = rig();
      made.session.open(wanted);
      made.asked[0]?.answer(structure([line(0, 'empty'), shown], 1));
      await settle();
      return made;
    };
    const last = ({ asked }: ReturnType<typeof rig>): Asked => asked.at(-1) as Asked;

    test('a table is asked for as a table, and a line as a plane', async () => {
      const ofTable = await open(table);
      expect(last(ofTable)).toMatchObject({ method: 'table', params: { hdu: 1 } });
      last(ofTable).answer({ rows: 3 });
      const ofArray = await open(array);
      expect(last(ofArray)).toMatchObject({ method: 'plane', params: { hdu: 1, slice: [] } });
      last(ofArray).answer(plane());
      await settle();
      expect(ofTable.log.at(-1)).toBe('table 1');
      expect(ofArray.log.at(-1)).toBe('plane 1 [] as line');
    });

    test('random groups are a picture first, and a table when that is chosen', async () => {
      const made = await open(groups);
      expect(made.session.mode).toBe('picture');
      made.session.chooseMode('table');
      expect(last(made).method).toBe('table');
      expect(made.session.ref).toEqual({ hdu: 1, slice: [], mode: 'table' });
    });

    test('a cell is a plane of its own, and the table is the way back', async () => {
      const made = await open(table);
      made.session.openCell({ row: 7, column: 2 }, 'picture');
      const cell = { row: 7, column: 2 };
      expect(last(made)).toMatchObject({ method: 'plane', params: { hdu: 1, slice: [], cell } });
      last(made).answer(plane([3]));
      await settle();
      expect(made.session.ref).toEqual({ hdu: 1, slice: [0], cell, mode: 'picture' });
      made.session.chooseMode('table');
      expect(made.session.ref).toEqual({ hdu: 1, slice: [0], mode: 'table' });
      expect(last(made).method).toBe('table');
    });

    test('a cell that was kept comes back, but not of an HDU that is no table', async () => {
      const wanted: Wanted = { hdu: 1, slice: [], cell: { row: 0, column: 0 }, mode: 'line' };
      expect(last(await open(table, wanted)).params).toEqual({
        hdu: 1,
        slice: [],
        cell: { row: 0, column: 0 },
      });
      expect(last(await open(line(1), wanted)).params).toEqual({ hdu: 1, slice: [] });
    });

    test('a tree is shown as such, and asks for nothing here', async () => {
      const made = await open({ ...line(1, { reason: 'it is a table' }), table: true, tree: true });
      expect(made.session.mode).toBe('tree');
      expect(made.log).toContain('tree 1');
      expect(made.asked.map(({ method }) => method)).toEqual(['structure']);
      made.session.chooseMode('table');
      expect(last(made).method).toBe('table');
    });

    test('an array of a tree is shown, though it is not in the list', async () => {
      const made = await open(line(1));
      made.session.chooseLine({ ...line(2_000_003), name: 'meta/wcs/coefficients' });
      expect(made.session.line?.name).toBe('meta/wcs/coefficients');
      expect(last(made).params).toEqual({ hdu: 2_000_003, slice: [] });
    });

    test('who agreed to read the whole of an array is asked no more', async () => {
      const made = await open(line(1));
      made.session.loadWhole();
      expect(last(made)).toMatchObject({ method: 'agree', params: { hdu: 1 } });
      last(made).answer(null);
      await settle();
      expect(last(made)).toMatchObject({ method: 'plane', params: { hdu: 1 } });
    });

    test('who agreed to read the whole file says so', () => {
      const { asked, session } = rig();
      session.open(undefined, true);
      expect(asked[0]?.params).toEqual({ readWhole: true });
      session.stop();
      expect(asked[0]?.signal?.aborted).toBe(true);
    });
  });
});
