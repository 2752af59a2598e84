import type { TransferBatch, TransferProgress } from '../../core/transfer/transfer';
import { countOf, formatBytes, formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import { batchFigures } from '../views/transfers-figures';

/** What is said when the last file of a batch has ended. */
export interface BatchReport {
  readonly text: string;
  /** Ids of the files that failed. */
  readonly failed: readonly string[];
  /** Where the first file that is whole lies, of a download. */
  readonly first: string | undefined;
  /** How many there are that can be looked at. */
  readonly done: number;
}

/**
 * @param told ids of files of which an earlier report has told already that they are whole or were there: of a batch
 *   whose failed files were tried again, only the others are told of
 */
export function batchReport(
  batch: TransferBatch,
  all: readonly TransferProgress[],
  told: ReadonlySet<string> = new Set(),
): BatchReport {
  const files = all.filter(({ file }) => !told.has(file.id));
  const figures = batchFigures(files);
  const failures = files.filter(({ state }) => state.kind === 'failed');
  const [done] = files.filter(({ state }) => state.kind === 'done');
  return {
    text:
      failures.length > 0
        ? failureText(batch, files.length, failures)
        : doneText(batch, files, all.length),
    failed: failures.map(({ file }) => file.id),
    first:
      batch.direction === 'download' && done?.state.kind === 'done' ? done.state.at : undefined,
    done: figures.done,
  };
}

function doneText(
  { direction }: TransferBatch,
  files: readonly TransferProgress[],
  of: number,
): string {
  const { done, skipped, bytesDone } = batchFigures(files);
  const verb = direction === 'download' ? 'Downloaded' : 'Uploaded';
  const warned = files.filter(({ state }) => state.kind === 'done' && state.warning !== undefined);
  return [
    `${verb} ${of === 1 && done === 1 ? nameOf(files[0]) : countOf(done, 'file')} (${formatBytes(bytesDone)}).`,
    skipped === 0 ? '' : `${formatCount(skipped)} ${skipped === 1 ? 'was' : 'were'} there already.`,
    warned.length === 0 ? '' : `${countOf(warned.length, 'note')} in the view “Transfers”.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function failureText(
  { direction }: TransferBatch,
  of: number,
  failures: readonly TransferProgress[],
): string {
  const [first] = failures;
  const name = nameOf(first);
  const reason = first?.state.kind === 'failed' ? first.state.failure : undefined;
  const why = [reason?.message, reason?.hint].filter((part) => part !== undefined).join(' ');
  const verb = direction === 'download' ? 'downloaded' : 'uploaded';
  return `${formatCount(failures.length)} of ${countOf(of, 'file')} could not be ${verb}. ${name}: ${why}`;
}

function nameOf(progress: TransferProgress | undefined): string {
  return visibleName(progress?.file.path.split('/').at(-1) ?? '');
}
