import { filterColumns } from '../table/filter-columns';
import type { Column } from '../table/table';
import type { Range } from './plotted-rows';
import {
  pythonExpression,
  type PythonExpression,
  type PythonHelper,
  pythonNumber,
  pythonText,
} from './python-expression';

/** A plot that matplotlib is to draw. */
export interface CodedPlot {
  readonly kind: 'hexbin' | 'density' | 'scatter' | 'histogram' | 'sky';
  readonly x: string;
  readonly y: string;
  readonly xRange: Range | undefined;
  readonly yRange: Range | undefined;
  readonly gridsize: number;
  readonly ygridsize: number | undefined;
  readonly mincnt: number | undefined;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xInverted: boolean;
  readonly yInverted: boolean;
  /** As matplotlib calls it. */
  readonly colourMap: string;
  readonly norm: 'linear' | 'log';
  /** Limits of the colours; undefined for those of the counts. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const HELPERS: Readonly<Record<PythonHelper, readonly string[]>> = {
  column: [
    'def column(name):',
    '    """A column as doubles; what is missing is NaN."""',
    '    return table[name].to_numpy(dtype=float, na_value=np.nan)',
  ],
  element: [
    'def element(name, *indices):',
    '    """One element of each cell of a column of arrays; NaN where there is none."""',
    '    def of(cell):',
    '        for index in indices:',
    '            if cell is None or index >= len(cell):',
    '                return np.nan',
    '            cell = cell[index]',
    '        return np.nan if cell is None else cell',
    '    return np.array([of(cell) for cell in table[name]], dtype=float)',
  ],
  bits: [
    'def bits(of, a, b):',
    '    """Bits of whole numbers; NaN of others."""',
    '    a, b = np.broadcast_arrays(a, b)',
    '    whole = (a % 1 == 0) & (b % 1 == 0)',
    '    integers = [np.where(whole, value, 0).astype(np.int64) for value in (a, b)]',
    '    return np.where(whole, of(*integers), np.nan)',
  ],
};

/**
 * Python that draws the plot with matplotlib, of the table as a Parquet file of the given name.
 *
 * @throws ExpressionError for axes that make no sense
 */
export function matplotlibCode(plot: CodedPlot, columns: readonly Column[], file: string): string {
  const named = filterColumns(columns);
  const x = pythonExpression(plot.x, named);
  const y = plot.kind === 'histogram' ? undefined : pythonExpression(plot.y, named);
  const helpers = new Set([...x.helpers, ...(y?.helpers ?? [])]);
  const blocks = [
    importsOf(plot),
    [`table = pd.read_parquet(${pythonText(file)})  # the rows on show, exported as Parquet`],
    ...[...helpers].map((helper) => ['', ...HELPERS[helper]]),
    [...(helpers.size > 0 ? [''] : []), ...valuesOf(x, y)],
    [
      plot.kind === 'sky'
        ? 'figure, axes = plt.subplots(subplot_kw={"projection": "hammer"})'
        : 'figure, axes = plt.subplots()',
      ...drawingOf(plot),
    ],
    [...labelsOf(plot), 'plt.show()'],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function importsOf({ kind, norm }: CodedPlot): string[] {
  const coloured = kind === 'hexbin' || kind === 'density';
  return [
    'import matplotlib.pyplot as plt',
    'import numpy as np',
    'import pandas as pd',
    ...(coloured ? [`from matplotlib.colors import ${normClass(norm)}`] : []),
  ];
}

function valuesOf(x: PythonExpression, y: PythonExpression | undefined): string[] {
  return y === undefined
    ? [`x = ${x.code}`, 'x = x[np.isfinite(x)]']
    : [
        `x = ${x.code}`,
        `y = ${y.code}`,
        'finite = np.isfinite(x) & np.isfinite(y)',
        'x, y = x[finite], y[finite]',
      ];
}

function drawingOf(plot: CodedPlot): string[] {
  const { kind, gridsize, ygridsize = gridsize, xRange, yRange, norm } = plot;
  const limits = [plot.low, plot.high].map((limit) =>
    limit === undefined ? 'None' : pythonNumber(limit),
  );
  const colours = [
    `norm=${normClass(norm)}(${limits.join(', ')})`,
    `cmap=${pythonText(plot.colourMap)}`,
  ];
  switch (kind) {
    case 'hexbin': {
      const size = plot.ygridsize === undefined ? gridsize : `(${gridsize}, ${plot.ygridsize})`;
      const options = [
        'x',
        'y',
        `gridsize=${size}`,
        ...(xRange && yRange ? [`extent=(${listOf([...xRange, ...yRange])})`] : []),
        ...(plot.mincnt === undefined ? [] : [`mincnt=${plot.mincnt}`]),
        ...colours,
      ];
      return [
        ...(xRange && yRange ? [] : autoExtent(xRange, yRange)),
        `hexagons = axes.hexbin(${options.join(', ')}${
          (xRange === undefined) === (yRange === undefined) ? '' : ', extent=extent'
        })`,
        'figure.colorbar(hexagons, label="rows")',
      ];
    }
    case 'density': {
      const ranges = [xRange, yRange].map((range) => (range ? `[${listOf(range)}]` : undefined));
      const [across = '[x.min(), x.max()]', up = '[y.min(), y.max()]'] = ranges;
      return [
        `counts, *edges, mesh = axes.hist2d(x, y, bins=(${gridsize}, ${ygridsize}), ` +
          `range=[${across}, ${up}], cmin=1, ${colours.join(', ')})`,
        'figure.colorbar(mesh, label="rows")',
      ];
    }
    case 'scatter':
      return ['axes.scatter(x, y, s=4, linewidths=0)'];
    case 'histogram':
      return [
        `counts, edges, bars = axes.hist(x, bins=${gridsize}` +
          `${xRange ? `, range=(${listOf(xRange)})` : ''}, log=${norm === 'log' ? 'True' : 'False'})`,
      ];
    case 'sky':
      return [
        '# East is to the left: longitudes are drawn with the other sign.',
        'longitude = np.radians((x + 180) % 360 - 180)',
        'axes.scatter(-longitude, np.radians(y), s=2, linewidths=0)',
        'axes.grid(True)',
      ];
  }
}

/** Where one axis has limits and the other goes by the data. */
function autoExtent(xRange: Range | undefined, yRange: Range | undefined): string[] {
  if (xRange === undefined && yRange === undefined) {
    return [];
  }
  const [left, right] = xRange ? [...xRange].map(pythonNumber) : ['x.min()', 'x.max()'];
  const [low, high] = yRange ? [...yRange].map(pythonNumber) : ['y.min()', 'y.max()'];
  return [`extent = (${left}, ${right}, ${low}, ${high})`];
}

function labelsOf(plot: CodedPlot): string[] {
  const limits = (axis: 'x' | 'y', range: Range | undefined): string[] =>
    range === undefined ? [] : [`axes.set_${axis}lim(${listOf(range)})`];
  const flat = plot.kind !== 'sky';
  const two = flat && plot.kind !== 'histogram';
  return [
    ...(flat ? limits('x', plot.xRange) : []),
    ...(two ? limits('y', plot.yRange) : []),
    ...(flat && plot.xInverted ? ['axes.invert_xaxis()'] : []),
    ...(two && plot.yInverted ? ['axes.invert_yaxis()'] : []),
    ...(flat ? [`axes.set_xlabel(${plainText(plot.xLabel)})`] : []),
    ...(flat ? [`axes.set_ylabel(${plainText(plot.yLabel)})`] : []),
    ...(plot.title === '' ? [] : [`axes.set_title(${plainText(plot.title)})`]),
  ];
}

/** matplotlib takes what stands between two dollar signs for mathematics. */
function plainText(text: string): string {
  return pythonText(text.replaceAll('$', '\\$'));
}

function normClass(norm: CodedPlot['norm']): string {
  return norm === 'log' ? 'LogNorm' : 'Normalize';
}

function listOf(values: readonly number[]): string {
  return values.map(pythonNumber).join(', ');
}
