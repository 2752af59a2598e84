import type { PlaneRef } from '../../src/protocol/methods';
import type { TableReply } from '../../src/protocol/table';
import type { Ask, Call, Handlers } from './exercise-tree';
import type { Random } from './random';

/** Shares of the cases in which what takes long is asked. */
const SELDOM = 0.25;
const OFTEN = 0.5;

/** `$` stands for a column. */
const FILTERS = [
  '',
  ...['$ > 0', '$ between -5 and 1e300', "$ = 'a' or $ contains 'e'", '$ is null', 'not ($ < 3)'],
  ...[
    '$ % 7 = 1',
    'abs($) + $ >= 2 ** 40',
    '$ & 6 != 0',
    '$ is nan or round($, 2) < 1',
    '$ in (1, 2, 3)',
  ],
];

export interface TableAsking {
  readonly handlers: Handlers;
  readonly call: () => Call;
  readonly ask: Ask;
  readonly random: Random;
  /** Asks what a picture is asked. */
  askPlane(ref: PlaneRef): Promise<void>;
}

/** Asks of a table what its view asks. */
export async function askTable(asking: TableAsking, hdu: number): Promise<void> {
  const { handlers, call, ask } = asking;
  const table = await ask('table', () => handlers.table({ hdu }, call()));
  if (!table) {
    return;
  }
  const ref = { hdu, view: '' };
  const all = elementsIn(table);
  const columns = table.columns.slice(0, 20).map(({ index }) => index);
  const to = Math.min(table.rowsPresent, 12);
  await ask('rows', () => handlers.rows({ ...ref, from: 0, to, columns }, call()));
  const last = table.rowsPresent;
  const from = Math.max(0, last - 3);
  await ask('last rows', () => handlers.rows({ ...ref, from, to: last, columns }, call()), OFTEN);
  await ask(
    'csv',
    () => handlers.csv({ ...ref, from: 0, columns, names: true }, call()),
    SELDOM,
    all,
  );
  await askColumn(asking, table, hdu);
}

async function askColumn(asking: TableAsking, table: TableReply, hdu: number): Promise<void> {
  const { handlers, call, ask, random, askPlane } = asking;
  if (table.columns.length === 0) {
    return;
  }
  const column = random.below(table.columns.length);
  const all = elementsIn(table);
  const ref = { hdu, view: '' };
  await ask(
    'statistics of a column',
    () => handlers.columnStatistics({ ...ref, column }, call()),
    OFTEN,
    all,
  );
  const bins = { ...ref, column, bins: 8 };
  await ask('histogram of a column', () => handlers.columnHistogram(bins, call()), OFTEN, all);
  const points = { ...ref, x: 0, y: column, most: 50 };
  await ask('scatter', () => handlers.scatter(points, call()), OFTEN, all);
  const sort = random.chance(0.7) ? [{ column, descending: random.chance(0.5) }] : [];
  const filter = random.of(FILTERS).replaceAll('$', () => `$${column + 1}`);
  const arrange = { hdu, filter, sort };
  await ask('cost', () => handlers.arrangeCost(arrange, call()), SELDOM);
  const view = await ask('arrange', () => handlers.arrange(arrange, call()), OFTEN, all);
  if (view) {
    const first = { hdu, view: view.view, from: 0, to: Math.min(view.rows, 5) };
    await ask('arranged rows', () => handlers.rows({ ...first, columns: [column] }, call()));
  }
  if (table.rowsPresent > 0) {
    const row = random.below(Math.min(table.rowsPresent, 2 ** 31));
    await ask('cell', () => handlers.cell({ ...ref, row, column }, call()));
    await askPlane({ hdu, slice: [], cell: { row, column } });
  }
}

/** About how many elements all its cells have. */
function elementsIn({ rowsPresent, columns, bytesPerRow }: TableReply): number {
  return rowsPresent * Math.max(columns.length, bytesPerRow / 8);
}
