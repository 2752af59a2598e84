import { arrayPlane, planeAxes } from '../../../src/core/asdf/array-plane';
import { arrayTable } from '../../../src/core/asdf/array-table';
import { isComplex } from '../../../src/core/asdf/datatype';
import type { OpenedArray } from '../../../src/core/asdf/open-array';
import { cellValue, type CellValue } from '../table-values';
import { slicesOf } from '../pixels';

/** All elements in C order, as planes give them; of complex numbers the real parts, then the imaginary ones. */
export async function planeValues(opened: OpenedArray): Promise<Float64Array> {
  const axes = planeAxes(opened);
  const values = new Float64Array(axes.reduce((product, length) => product * length, 1));
  let at = 0;
  for (const slice of slicesOf(axes.slice(2))) {
    const plane = arrayPlane(opened, slice);
    const { width, height } = plane;
    const section = await plane.section({ x0: 0, y0: 0, x1: width, y1: height });
    values.set(section.values, at);
    at += section.values.length;
  }
  return values;
}

/** All elements in C order as text, exactly. */
export async function exactTexts(opened: OpenedArray): Promise<string[]> {
  const axes = planeAxes(opened).slice(2);
  // Each part of a complex number gives the text of the whole.
  const higher = isComplex(opened.datatype) ? axes.slice(0, -1) : axes;
  const texts: string[] = [];
  for (const slice of slicesOf(higher)) {
    const plane = arrayPlane(opened, slice);
    const { width, height } = plane;
    texts.push(...(await plane.exactBox({ x0: 0, y0: 0, x1: width, y1: height })));
  }
  return texts;
}

/** The cells of every row. */
export async function rowsOf(opened: OpenedArray): Promise<CellValue[][]> {
  const table = arrayTable(opened);
  const columns = table.columns.map(({ index }) => index);
  const slice = await table.read(0, table.rows, columns);
  return Array.from({ length: table.rows }, (_, row) =>
    slice.columns.flatMap((values, i) => {
      const column = table.columns[i];
      return column ? [cellValue(values, row, column)] : [];
    }),
  );
}
