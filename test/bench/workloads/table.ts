import { openTable } from '../../../src/core/fits/tables/open-table';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { rowsOfPage } from '../../../webview/table/pages';
import { TABLE_KEY, TABLE_ROWS } from '../../unit/cost/support/objects';
import type { Workload } from '../contest';
import { ours } from '../ours';
import { remoteAstropy, type TableWork } from '../peers/python';

/** Rows on a screen, and the columns beside each other there. */
const SCREEN = 40;
const COLUMNS = Array.from({ length: 16 }, (_, i) => i);

/** The first row of each screen; peers/astropy_peer.py has the same numbers. */
const SCREENS: Readonly<Record<TableWork, readonly number[]>> = {
  'table-first': [0],
  'table-scroll': Array.from({ length: 21 }, (_, i) => SCREEN * i),
  'table-jump': [0, TABLE_ROWS - SCREEN, 0],
};

export const tables: readonly Workload[] = [
  tableWorkload('table-first', 'the first screen'),
  tableWorkload('table-scroll', 'the first screen, and 20 more downwards'),
  tableWorkload('table-jump', 'the first screen, the last, the first again'),
];

/** What is in sight is read as the grid of the viewer reads it: by the page, which it then keeps. */
function tableWorkload(name: TableWork, what: string): Workload {
  return {
    name,
    title: `Table of 10 million rows × 500 columns (20 GB): ${what}`,
    runs: 3,
    remote: true,
    contestants: async (endpoint) => [
      ours(endpoint, TABLE_KEY, async ({ reader, index }) => {
        const table = openTable(reader, await index.hdu(1), new NodeInflate());
        const pageRows = rowsOfPage(table.bytesPerRow);
        const pages = new Map<number, ArrayLike<bigint>>();
        let sum = 0;
        for (const first of SCREENS[name]) {
          for (let row = first; row < first + SCREEN; row += 1) {
            const page = Math.floor(row / pageRows);
            const ids = pages.get(page) ?? (await idsOf(page));
            pages.set(page, ids);
            sum += Number(ids[row % pageRows]);
          }
        }
        return `${SCREENS[name].length} screens, sum ${sum}`;

        async function idsOf(page: number): Promise<ArrayLike<bigint>> {
          const from = page * pageRows;
          const to = Math.min(from + pageRows, table.rows);
          const { columns } = await table.read(from, to, COLUMNS, { mostElements: 8 });
          return columns[0]?.values as BigInt64Array;
        }
      }),
      ...(await remoteAstropy(name, endpoint, TABLE_KEY)),
    ],
  };
}
