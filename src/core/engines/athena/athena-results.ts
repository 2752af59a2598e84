import { SkybucketError } from '../../errors';
import { recordOf } from '../trino/trino-page';
import { elementTypeOf, type EngineColumn } from '../trino/trino-types';

/** A page of the rows of a query. */
export interface AthenaPage {
  readonly columns: readonly EngineColumn[];
  readonly rows: readonly (readonly unknown[])[];
  readonly nextToken: string | undefined;
}

/**
 * @param first whether it is the first page, which begins with the names of the columns
 * @throws SkybucketError `server` for what is no page
 */
export function readAthenaPage(
  answer: Readonly<Record<string, unknown>>,
  first: boolean,
  who: string,
): AthenaPage {
  const set = recordOf(answer['ResultSet']);
  const info = recordOf(set?.['ResultSetMetadata'])?.['ColumnInfo'];
  const lines = set?.['Rows'];
  if (!Array.isArray(info) || !Array.isArray(lines)) {
    throw new SkybucketError('server', `${who} sent rows that make no sense.`, {
      hint: 'Try again; if this stays so, the service is in trouble.',
    });
  }
  const columns = info.map(columnOf);
  const types = columns.map(({ type }) => elementTypeOf(type));
  const rows = lines.map((line: unknown) => {
    const data = recordOf(line)?.['Data'];
    const cells = Array.isArray(data) ? data : [];
    return columns.map((_, k) => recordOf(cells[k])?.['VarCharValue'] ?? null);
  });
  const head = first && rows[0]?.every((cell, k) => cell === columns[k]?.name) === true;
  const values = (head ? rows.slice(1) : rows).map((row) =>
    row.map((cell, k) => (types[k] === 'logical' && cell !== null ? cell === 'true' : cell)),
  );
  const token = answer['NextToken'];
  return {
    columns,
    rows: values,
    nextToken: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

function columnOf(value: unknown): EngineColumn {
  const { Name: name, Type: type, Precision: precision } = recordOf(value) ?? {};
  const digits = type === 'decimal' && typeof precision === 'number' ? `(${precision})` : '';
  return { name: String(name ?? ''), type: `${String(type ?? 'varchar')}${digits}` };
}
