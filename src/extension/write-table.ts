import { SkybucketError, throwIfAborted } from '../core/errors';
import { safeFileName } from '../core/transfer/safe-name';
import { formatBytes } from '../protocol/figures';
import type { TableFormat } from '../protocol/table';

/** Some rows as a part of a file, up to row `to` of `rows`. */
export interface TablePiece {
  readonly bytes: Uint8Array;
  readonly to: number;
  readonly rows: number;
}

/** Hands over the pieces of a table one after the other, waiting for each to be taken. */
export type TablePieces = (
  signal: AbortSignal,
  take: (piece: TablePiece) => Promise<void>,
) => Promise<void>;

/** Where a table goes, from its beginning to its end. */
export interface TableSink {
  write(position: number, bytes: Uint8Array): Promise<void>;
  /** Gives it its name. Called once, when all `size` bytes are written. */
  commit(size: number): Promise<string>;
  /** Removes what was written. Does nothing after a commit. */
  discard(): Promise<void>;
}

export interface ExportOptions {
  readonly signal: AbortSignal;
  /** Called with the share of the rows that has been written. */
  readonly onProgress: (done: number) => void;
}

/**
 * Writes a table into a sink, which then has all of it or, after an error, nothing.
 *
 * @returns the bytes written
 * @throws SkybucketError `cancelled`, or what the pieces or the sink throw.
 */
export async function writeTable(
  sink: TableSink,
  pieces: TablePieces,
  { signal, onProgress }: ExportOptions,
): Promise<number> {
  let size = 0;
  try {
    await pieces(signal, async ({ bytes, to, rows }) => {
      throwIfAborted(signal);
      await sink.write(size, bytes);
      size += bytes.length;
      onProgress(rows === 0 ? 1 : to / rows);
    });
    throwIfAborted(signal);
    await sink.commit(size);
  } catch (error) {
    await sink.discard();
    throw error;
  }
  return size;
}

/** What a file system that takes files only as a whole is given at most. */
const MOST_BYTES = 64e6;

/** Collects a file in memory, for a file system that takes it only as a whole. */
export class WholeFileSink implements TableSink {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  constructor(private readonly writeFile: (data: Uint8Array) => Promise<void>) {}

  /** @throws SkybucketError `too-large` */
  async write(position: number, bytes: Uint8Array): Promise<void> {
    if (position !== this.size) {
      throw new Error('A file that is collected is written from its beginning to its end.');
    }
    this.size += bytes.length;
    if (this.size > MOST_BYTES) {
      throw new SkybucketError(
        'too-large',
        `Only files of up to ${formatBytes(MOST_BYTES)} can be written there.`,
        { hint: 'Export to a folder on this machine, or fewer rows or columns.' },
      );
    }
    this.parts.push(bytes);
  }

  async commit(): Promise<string> {
    const data = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      data.set(part, at);
      at += part.length;
    }
    await this.writeFile(data);
    return '';
  }

  async discard(): Promise<void> {
    this.parts.length = 0;
  }
}

/** How the files of a format end. */
export const ENDINGS: Readonly<Record<TableFormat, readonly [string, ...string[]]>> = {
  csv: ['csv'],
  votable: ['vot', 'xml'],
  ecsv: ['ecsv'],
  fits: ['fits', 'fit'],
  parquet: ['parquet'],
};

/** A file name for what was proposed, which may come from the name of an object. */
export function tableFileName(proposed: string, format: TableFormat): string {
  const [ending] = ENDINGS[format];
  const stem = safeFileName(
    proposed.toLowerCase().endsWith(`.${ending}`)
      ? proposed.slice(0, -1 - ending.length)
      : proposed,
  );
  return safeFileName(`${stem}.${ending}`);
}
