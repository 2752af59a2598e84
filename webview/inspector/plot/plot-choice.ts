import type { ColumnLine } from '../../../src/protocol/table';
import type { Axis } from '../axis';
import { axisOf } from '../axis';
import type { Mark, PlotColumns } from './first-columns';
import { firstColumns, plottable, startsInverted } from './first-columns';
import type { ScatterData } from './scatter-data';
import { leastPositive } from './scatter-data';

export interface AxisChoice {
  readonly column: ColumnLine;
  readonly log: boolean;
  readonly inverted: boolean;
}

/** What the user wants plotted, and how. */
export interface PlotChoice {
  readonly x: AxisChoice;
  readonly y: AxisChoice;
  readonly mark: Mark;
}

export function axisChoice(column: ColumnLine, axis: 'x' | 'y'): AxisChoice {
  return { column, log: false, inverted: startsInverted(column, axis) };
}

function choiceOf({ x, y, mark }: PlotColumns): PlotChoice {
  return { x: axisChoice(x, 'x'), y: axisChoice(y, 'y'), mark };
}

/** What was last plotted of such a table, where it has those columns; else what is plotted first. */
export function choiceFor(
  columns: readonly ColumnLine[],
  chosen: ColumnLine | undefined,
  earlier: PlotChoice | undefined,
): PlotChoice | undefined {
  if (earlier !== undefined) {
    const all = plottable(columns);
    const again = ({ name, index }: ColumnLine): ColumnLine | undefined =>
      all.find((column) => column.name === name && column.index === index);
    const x = again(earlier.x.column);
    const y = again(earlier.y.column);
    if (x === earlier.x.column && y === earlier.y.column) {
      return earlier;
    }
    if (x !== undefined && y !== undefined) {
      return { ...earlier, x: { ...earlier.x, column: x }, y: { ...earlier.y, column: y } };
    }
  }
  const first = firstColumns(columns, chosen);
  return first && choiceOf(first);
}

/** Each axis keeps how it is drawn, and gets the column of the other. */
export function swapped({ x, y, mark }: PlotChoice): PlotChoice {
  return { x: y, y: x, mark };
}

/** Axes that show every point. */
export function wholeAxes(
  { x, y }: PlotChoice,
  data: ScatterData,
): { readonly x: Axis; readonly y: Axis } {
  return {
    x: axisOf(data.xRange, x.log, x.inverted, leastPositive(data.x)),
    y: axisOf(data.yRange, y.log, y.inverted, leastPositive(data.y)),
  };
}
