import type { ByteReader } from '../../core/bytes/reader';
import type { FolderOptions } from '../../core/catalogs/layout/dataset-folder';
import { TableDataset } from '../../core/catalogs/dataset/table-dataset';
import type { Dataset } from '../../core/catalogs/dataset/dataset';
import { SkybucketError } from '../../core/errors';
import { readCsv } from '../../core/table/read-csv';
import { readEcsv } from '../../core/table/read-ecsv';
import { isEcsv } from '../../core/table/read-ecsv-header';
import type { Table } from '../../core/table/table';
import { formatCount } from '../../protocol/figures';
import type { HduLine } from '../../protocol/methods';
import type { CelestialFrame } from '../../core/sky/wcs';
import { openContent } from '../open-content';
import { OpenedFile } from '../opened-file';
import { NO_OTHER_FILES } from '../other-files';
import { tableFrame } from '../table-frame';
import type { WorkerTools } from '../tools';
import type { Choices } from './open-dataset';
import type { SingleFile } from './single-file';

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };
/** Bytes of a text that are read without asking. */
const READ_UNASKED = 64e6;
const CSV_NAME = /\.(?:csv|tsv|txt|dat)$/i;

/**
 * Opens the table of a file that is no Parquet: FITS, VOTable, ECSV, CSV. Where there are several tables and `part`
 * is empty, they are to be chosen from.
 *
 * @param start the first bytes of the file.
 * @throws SkybucketError `unsupported` where there is no table, `not-found` for a part that is not there, or what
 *   reading throws.
 */
export async function openTableFile(
  file: SingleFile,
  start: string,
  part: string,
  tools: WorkerTools,
  options: FolderOptions,
): Promise<Dataset | Choices> {
  if (isEcsv(start) || /\.ecsv$/i.test(file.name)) {
    await checkSize(file, options);
    return dataset(await readEcsv(file.file, options), { format: 'ECSV', file });
  }
  if (CSV_NAME.test(file.name)) {
    await checkSize(file, options);
    return dataset(await readCsv(file.file, options), { format: 'CSV', file });
  }
  const opened = new OpenedFile(file.file, tools.unpack);
  try {
    return await openPart(opened, file, part, tools, options);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openPart(
  opened: OpenedFile,
  file: SingleFile,
  part: string,
  tools: WorkerTools,
  options: FolderOptions,
): Promise<Dataset | Choices> {
  const content = openContent(await openWhole(opened, options), tools, NO_OTHER_FILES);
  const finding = content.find(options)[Symbol.asyncIterator]();
  while ((await finding.next()).done !== true) {
    // What has been found is in its parts.
  }
  const tables = content.parts().lines.filter(({ table }) => table);
  const [first] = tables;
  if (first === undefined) {
    throw new SkybucketError('unsupported', `${file.label} holds no table.`, {
      hint: 'Open it as an image or a tree instead.',
    });
  }
  if (part === '' && tables.length > 1) {
    await opened.close();
    return {
      choices: tables.map((line) => ({ part: String(line.index), label: lineLabel(line) })),
    };
  }
  const chosen = part === '' ? first : tables.find(({ index }) => String(index) === part);
  if (chosen === undefined) {
    throw new SkybucketError('not-found', `${file.label} has no table ${part}.`);
  }
  const table = await content.table(chosen.index, options);
  const { warnings } = content.parts();
  const frame = await tableFrame(content, chosen.index, options);
  return dataset(table, {
    ...{ format: content.format, file, warnings, frame },
    close: () => opened.close(),
  });
}

/** @throws SkybucketError `too-large` for a remote file that would have to be read as a whole. */
async function checkSize({ file, label }: SingleFile, options: FolderOptions): Promise<void> {
  const size = file.local ? 0 : await file.size(options);
  if (size > READ_UNASKED) {
    const megabytes = Math.round(size / 1e6);
    throw new SkybucketError(
      'too-large',
      `${label} has ${megabytes} MB, all of which would have to be read.`,
      { hint: 'Download it, then open it from there.' },
    );
  }
}

/** One that would have to be read as a whole is not, where that is much: nobody has been asked. */
async function openWhole(
  opened: OpenedFile,
  options: FolderOptions,
): ReturnType<OpenedFile['open']> {
  try {
    return await opened.open(options);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'costly') {
      throw new SkybucketError('too-large', error.message, {
        hint: 'Download it, then open it from there.',
        cause: error,
      });
    }
    throw error;
  }
}

interface Origin {
  readonly format: string;
  readonly file: SingleFile;
  readonly warnings?: readonly string[];
  readonly frame?: CelestialFrame;
  readonly close?: () => Promise<void>;
}

function dataset(
  table: Table,
  { format, file, warnings = [], frame = ICRS, close }: Origin,
): TableDataset {
  const rows = `${formatCount(table.rowsPresent)} ${table.rowsPresent === 1 ? 'row' : 'rows'}`;
  return new TableDataset(table, {
    label: file.label,
    about: `${format} table, ${rows}`,
    warnings,
    frame,
    cut: cutOf(table),
    close: async () => {
      await close?.();
      await file.close();
    },
  });
}

/** A VOTable says why it ends before its end. */
function cutOf(table: Table & { readonly cut?: unknown }): string | undefined {
  return typeof table.cut === 'string' ? table.cut : undefined;
}

function lineLabel({ index, name, dimensions }: HduLine): string {
  return `${name === '' ? `Table ${index}` : name} (${dimensions})`;
}

/** The first characters of a file. */
export async function startOf(reader: ByteReader, options: FolderOptions): Promise<string> {
  return new TextDecoder('latin1').decode(await reader.readUpTo(0, 16, options));
}
