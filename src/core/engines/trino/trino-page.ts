import { SkybucketError } from '../../errors';
import type { EngineColumn } from './trino-types';

/** What the coordinator says at each step of a query. */
export interface TrinoPage {
  readonly id: string;
  /** Where the next step is; undefined at the end. */
  readonly nextUri: string | undefined;
  readonly columns: readonly EngineColumn[] | undefined;
  readonly rows: readonly (readonly unknown[])[];
  readonly bytes: number;
  readonly ofSplits: number;
  readonly splits: number;
  readonly warnings: readonly string[];
}

/**
 * Reads the JSON of a step.
 *
 * @throws SkybucketError what the engine says is wrong with the query; `server` for what is no step of one
 */
export function readPage(value: unknown, who: string): TrinoPage {
  const page = recordOf(value);
  if (page === undefined || typeof page['id'] !== 'string') {
    throw new SkybucketError('server', `${who} does not answer as Trino does.`, {
      hint: 'Check its address in the setting skybucket.engines.',
    });
  }
  const error = recordOf(page['error']);
  if (error !== undefined) {
    throw queryError(error, who);
  }
  const stats = recordOf(page['stats']) ?? {};
  const { nextUri, columns, data, warnings } = page;
  return {
    id: page['id'],
    nextUri: typeof nextUri === 'string' ? nextUri : undefined,
    columns: Array.isArray(columns) ? columns.map((column) => columnOf(column, who)) : undefined,
    rows: Array.isArray(data) ? data.map((row: unknown) => rowOf(row, who)) : [],
    bytes: numberOf(stats['physicalInputBytes'] ?? stats['processedBytes']),
    ofSplits: numberOf(stats['totalSplits']),
    splits: numberOf(stats['completedSplits']),
    warnings: Array.isArray(warnings) ? warnings.flatMap(warningOf) : [],
  };
}

function columnOf(value: unknown, who: string): EngineColumn {
  const column = recordOf(value);
  const { name, type } = column ?? {};
  if (typeof name !== 'string' || typeof type !== 'string') {
    throw new SkybucketError('server', `${who} sent columns that make no sense.`);
  }
  return { name, type };
}

function rowOf(value: unknown, who: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new SkybucketError('server', `${who} sent rows that make no sense.`);
  }
  return value;
}

function warningOf(value: unknown): string[] {
  const message = recordOf(value)?.['message'];
  return typeof message === 'string' ? [short(message)] : [];
}

/** Of the kinds of Trino, those of the user are about the SQL; the others are the engine's. */
function queryError(error: Readonly<Record<string, unknown>>, who: string): SkybucketError {
  const message =
    typeof error['message'] === 'string' ? short(error['message']) : 'no reason given';
  const name = typeof error['errorName'] === 'string' ? error['errorName'] : '';
  const type = error['errorType'];
  if (name === 'USER_CANCELED' || name === 'ADMINISTRATIVELY_KILLED') {
    return new SkybucketError('server', `The query was ended by ${who}: ${message}`);
  }
  if (type === 'USER_ERROR') {
    const denied = name === 'PERMISSION_DENIED';
    return new SkybucketError(
      denied ? 'access-denied' : 'format',
      `${who} refuses the SQL: ${message}`,
      {
        hint: denied ? 'Ask for the right, or name another user.' : 'Change the SQL, or the query.',
      },
    );
  }
  return new SkybucketError('server', `${who} failed: ${message}`, {
    hint: type === 'INSUFFICIENT_RESOURCES' ? 'Ask for less at once.' : 'Try again later.',
    retryable: type === 'INTERNAL_ERROR' || type === 'EXTERNAL',
  });
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
