import { OURS, type Row } from './contest';

/** The rows as text, one table for each workload. Ratios are to ours on the same link. */
export function tableOf(rows: readonly Row[], titles: ReadonlyMap<string, string>): string {
  const names = [...new Set(rows.map(({ workload }) => workload))];
  return names
    .map((name) => {
      const some = rows.filter(({ workload }) => workload === name);
      return [titles.get(name) ?? name, ...linesOf(some)].join('\n');
    })
    .join('\n\n');
}

interface Column {
  readonly head: string;
  readonly left?: boolean;
  readonly cell: (row: Row, base: Row | undefined) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  { head: 'link', left: true, cell: ({ link }) => link },
  { head: 'who', left: true, cell: ({ who }) => who },
  { head: 'requests', cell: ({ requests }) => requests?.toLocaleString('en-US') },
  { head: 'bytes', cell: ({ bytes }) => bytes?.toLocaleString('en-US') },
  { head: 'rounds', cell: ({ rounds }) => rounds?.toString() },
  { head: 'ms', cell: ({ milliseconds }) => milliseconds?.toFixed(1) },
  { head: '× ms', cell: (row, base) => ratio(row.milliseconds, base?.milliseconds) },
  { head: 'cpu ms', cell: ({ cpuMilliseconds }) => cpuMilliseconds?.toFixed(1) },
  { head: '× cpu', cell: (row, base) => ratio(row.cpuMilliseconds, base?.cpuMilliseconds) },
  { head: '× bytes', cell: (row, base) => ratio(row.bytes, base?.bytes) },
];
const NOTE: Column = { head: '', left: true, cell: ({ note }) => note };

function columnsOf(rows: readonly Row[]): readonly Column[] {
  const names = new Set(rows.flatMap(({ figures = {} }) => Object.keys(figures)));
  const own = [...names].map((head) => ({
    head,
    cell: ({ figures }: Row) => figures?.[head]?.toLocaleString('en-US', DIGITS),
  }));
  return [...COLUMNS, ...own, NOTE];
}

const DIGITS = { maximumFractionDigits: 1 };

/** Columns that say nothing are left out. */
function linesOf(rows: readonly Row[]): string[] {
  const cells = columnsOf(rows)
    .map(({ head, left = false, cell }) => {
      const texts = rows.map((row) => {
        const base = rows.find(({ link, who }) => link === row.link && who === OURS);
        return cell(row, base);
      });
      const used = texts.some((text) => text !== undefined);
      return { used, left, texts: [head, ...texts.map((text) => text ?? (left ? '' : '–'))] };
    })
    .filter(({ used }) => used);
  const padded = cells.map(({ left, texts }) => {
    const width = Math.max(...texts.map(({ length }) => length));
    return texts.map((text) => (left ? text.padEnd(width) : text.padStart(width)));
  });
  return ['head', ...rows].map((_, i) =>
    `  ${padded.map((texts) => texts[i]).join('  ')}`.trimEnd(),
  );
}

function ratio(value: number | undefined, base: number | undefined): string | undefined {
  return value === undefined || base === undefined ? undefined : (value / base).toFixed(2);
}
