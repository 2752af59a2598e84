import { MemorySource } from '../bytes/memory-source';
import { joined } from '../bytes/joined';
import { SpanReader } from '../bytes/span-reader';
import { isCancelled, sentence, SkybucketError, throwIfAborted } from '../errors';
import { HduIndex } from '../fits/hdu-index';
import { openTable } from '../fits/tables/open-table';
import type { Table } from '../table/table';
import { Turns } from '../table/turns';
import { BinaryRows, needsAll, readAllRows } from './binary-rows';
import type { TableDraft } from './drafts';
import type { ReadVoTableOptions } from './read-options';
import { EnoughRows, type RowBudget } from './row-budget';
import type { Later } from './row-reader';

/** Bytes of a FITS file, or of what comes of a compressed stream. */
const MOST_BYTES = 2 ** 29;

/** Reads the rows that lie in a FITS file or elsewhere. What goes wrong cuts their table only. */
export async function readLater(
  later: readonly Later[],
  budget: RowBudget,
  options: ReadVoTableOptions,
): Promise<void> {
  for (const one of later) {
    throwIfAborted(options.signal);
    const { table } = one;
    if (table.cut !== undefined) {
      continue;
    }
    try {
      await (one.kind === 'fits'
        ? openFits(table, joined(one.bytes), one.extension, options)
        : readHref(one, budget, options));
    } catch (error) {
      const isTold = error instanceof SkybucketError || error instanceof EnoughRows;
      if (!isTold || isCancelled(error)) {
        throw error;
      }
      table.cut = sentence(error);
    }
  }
}

async function readHref(
  { table, href, gzip, extension }: Extract<Later, { kind: 'href' }>,
  budget: RowBudget,
  options: ReadVoTableOptions,
): Promise<void> {
  const { signal, open, inflate } = options;
  const shown = href.slice(0, 200);
  if (open === undefined) {
    throw new SkybucketError(
      'unsupported',
      `Its rows are in another file, “${shown}”, which is not opened from here.`,
    );
  }
  const pieces = await open(href, { signal });
  const whole = table.encoding === 'FITS' || gzip;
  const rows = whole || table.rows === undefined || needsAll(table.rows) ? undefined : table.rows;
  if (rows !== undefined) {
    await readBinary(table, new BinaryRows(rows, table.encoding === 'BINARY2'), pieces, signal);
    return;
  }
  let bytes = await readAll(pieces, Math.min(MOST_BYTES, budget.left), signal);
  if (gzip) {
    if (inflate === undefined) {
      throw new SkybucketError(
        'unsupported',
        `“${shown}” is compressed, and cannot be unpacked here.`,
      );
    }
    bytes = inflate.gunzip(bytes, Math.min(MOST_BYTES, budget.left));
  }
  if (table.encoding === 'FITS') {
    await openFits(table, bytes, extension, options);
  } else if (table.rows !== undefined) {
    const binary = readAllRows(table.rows, table.encoding === 'BINARY2', bytes);
    cutIfPartial(table, binary);
  }
}

async function readBinary(
  table: TableDraft,
  binary: BinaryRows,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const turns = new Turns(signal);
  for await (const piece of pieces) {
    throwIfAborted(signal);
    binary.add(piece);
    if (turns.over) {
      await turns.next();
    }
  }
  cutIfPartial(table, binary);
}

function cutIfPartial(table: TableDraft, binary: BinaryRows): void {
  if (!binary.complete) {
    table.cut = 'Its rows end within a row; the last one is left out.';
  }
}

async function readAll(
  pieces: AsyncIterable<Uint8Array>,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    throwIfAborted(signal);
    length += piece.length;
    if (length > most) {
      throw new SkybucketError('too-large', 'The file of its rows does not fit into memory.');
    }
    all.push(piece);
  }
  return joined(all);
}

/** @param extension the number of the HDU; left out: the first that holds a table. */
async function openFits(
  table: TableDraft,
  bytes: Uint8Array,
  extension: number | undefined,
  { signal, inflate }: ReadVoTableOptions,
): Promise<void> {
  const reader = new SpanReader(new MemorySource('The FITS file of the table', bytes), {
    local: true,
  });
  const index = new HduIndex(reader);
  const unpack = inflate ?? {
    gunzip: () => {
      throw new SkybucketError(
        'unsupported',
        'Its columns are compressed, and cannot be unpacked here.',
      );
    },
  };
  if (extension !== undefined) {
    table.table = openTable(reader, await index.hdu(extension, { signal }), unpack);
    return;
  }
  let found: Table | undefined;
  for await (const hdu of index.all({ signal })) {
    if (hdu.type === 'BinTableHDU' || hdu.type === 'TableHDU') {
      found = openTable(reader, hdu, unpack);
      break;
    }
  }
  if (found === undefined) {
    throw new SkybucketError('format', 'The FITS file of its rows holds no table.');
  }
  table.table = found;
}
