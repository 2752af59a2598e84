import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import { pythonExpression } from '../../../src/core/plots/python-expression';
import type { PlotLook, PlotSpec } from '../../../src/protocol/plot';
import { local } from '../parquet/support';
import truth from './code-truth.json';
import { arrangedTables, call, handlersOf, numbersOf, plotOf, type Handlers } from './support';

interface Ran {
  readonly counts: readonly number[];
  readonly inverted: readonly boolean[];
  readonly labels: readonly string[];
}

const LOOK: PlotLook = {
  ...{ title: '', xLabel: 'x', yLabel: 'y', xInverted: false, yInverted: false },
  ...{ colourMap: 'viridis', reversed: false, norm: 'log', low: undefined, high: undefined },
};

const COLOURS = { x: 'w2mpro - `W3 mag`', y: 'w1mpro - W2MPRO' };

const CASES: readonly [name: string, spec: PlotSpec, look: Partial<PlotLook>][] = [
  [
    'hexbin',
    { kind: 'hexbin', ...COLOURS, gridsize: 30 },
    { low: 1, high: 500, xLabel: 'W2 − W3 [mag]', title: 'L1495 "dark" \\ $cloud$\n<b>' },
  ],
  [
    'hexbin-in-limits',
    { kind: 'hexbin', ...COLOURS, gridsize: 12, ygridsize: 9, xRange: [-1, 3], yRange: [0, 1] },
    { norm: 'linear', colourMap: 'grey', reversed: true, yInverted: true },
  ],
  [
    'hexbin-one-limit',
    { kind: 'hexbin', x: 'ra', y: 'dec ** 2 / 3', gridsize: 10, mincnt: 2, yRange: [150, 300] },
    { xInverted: true },
  ],
  ['density', { kind: 'density', x: 'ra', y: '-(w1mpro + 2) * 3 % 7', gridsize: 14 }, {}],
  [
    'histogram',
    { kind: 'histogram', x: 'max(w1mpro, w2mpro) - 2 ** -1', y: '', gridsize: 21 },
    { norm: 'linear' },
  ],
  [
    'histogram-of-bits',
    { kind: 'histogram', x: 'flags & 6', y: '', gridsize: 7, xRange: [0, 7] },
    { norm: 'log' },
  ],
  [
    'histogram-of-integers',
    { kind: 'histogram', x: 'big - 1099511627776', y: '', gridsize: 16 },
    {},
  ],
  ['scatter', { kind: 'scatter', x: 'flux', y: 'log10(w1mpro) + row * 0', gridsize: 1 }, {}],
  ['sky', { kind: 'sky', x: 'ra', y: 'dec', gridsize: 1 }, { title: 'Sky' }],
];

async function handlers(): Promise<Handlers> {
  const bytes = readFileSync(new URL('./code-table.parquet', import.meta.url));
  const table = new ParquetTable(await openParquet(local(new Uint8Array(bytes))));
  return handlersOf((await arrangedTables(table, '')).tables);
}

describe('a plot as matplotlib code', () => {
  it.each(CASES)('%s runs, and counts what the plot does', async (name, spec, look) => {
    const all = await handlers();
    const params = { hdu: 0, spec, look: { ...LOOK, ...look } };
    const { code } = await all.plotCode(params, call());
    await expect(code).toMatchFileSnapshot(`./code/${name}.py`);
    const ran = (truth as Readonly<Record<string, Ran>>)[name];
    const reply = await plotOf(all, { hdu: 0, view: '', spec });
    const counts = ['scatter', 'sky'].includes(spec.kind)
      ? [reply.finite]
      : numbersOf(reply.counts);
    expect(counts).toEqual(ran?.counts);
    if (spec.kind !== 'sky') {
      expect(ran?.inverted).toEqual([params.look.xInverted, params.look.yInverted]);
      expect(ran?.labels[0]).toBe(params.look.xLabel);
    }
    expect(ran?.labels[2]?.replaceAll('\\$', '$')).toBe(params.look.title);
  });

  it('has brackets where Python needs them, and nothing of a name as code', () => {
    const columns = ['a', 'b', 'x"); import os #'].map((name) => {
      return { name, type: 'float', shape: [], variable: false, problem: undefined } as const;
    });
    const code = (text: string): string =>
      pythonExpression(text, columns).code.replaceAll(/column\("(\w)"\)/g, '$1');
    expect(code('a - (b - a)')).toBe('a - (b - a)');
    expect(code('(a - b) - a')).toBe('a - b - a');
    expect(code('a * (b + 1) / 2')).toBe('a * (b + 1) / 2');
    expect(code('(-2) ** a')).toBe('(-2) ** a');
    expect(code('-a ** 2')).toBe('-a ** 2');
    expect(code('(a ** b) ** 2')).toBe('(a ** b) ** 2');
    expect(code('sqrt(a) + min(a, b, 3)')).toBe('np.sqrt(a) + np.minimum(np.minimum(a, b), 3)');
    expect(code('`x"); import os #` * 2')).toBe('column("x\\"); import os #") * 2');
    expect(() => code('a > 2')).toThrow('Only numbers');
  });
});
