import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import type { TransferQueue } from '../../core/transfer/queue';
import type { TransferBatch, TransferProgress } from '../../core/transfer/transfer';
import type { Host } from '../host';
import { offerFile } from '../offer-file';
import { escapeLinks, visibleName } from '../views/display';
import { verifiedWords } from '../views/transfers-words';
import type { TransfersView } from '../views/transfers-view';
import { type BatchReport, batchReport } from './batch-report';
import { uploadPlace } from './upload-place';

/** Says how batches ended, and why one has stopped; what was uploaded shows in the tree. */
export function tellEnds(host: Host, queue: TransferQueue, view: TransfersView): vscode.Disposable {
  const quietly = (work: Promise<unknown>): void =>
    void work.catch((error: unknown) => host.log.error(sentence(error)));
  const told = new Set<string>();
  const stops = [
    queue.onBatchEnd((batch, files) => {
      log(host, batch, files, told);
      quietly(tellTree(host, batch, files));
      const report = batchReport(batch, files, told);
      files
        .filter(({ state }) => state.kind === 'done' || state.kind === 'skipped')
        .forEach(({ file }) => told.add(file.id));
      quietly(say(queue, view, batch, report));
    }),
    queue.onTrouble((batch, failure) => quietly(sayTrouble(queue, batch, failure))),
  ];
  return new vscode.Disposable(() => stops.forEach((stop) => stop()));
}

function log(
  host: Host,
  { direction }: TransferBatch,
  files: readonly TransferProgress[],
  told: ReadonlySet<string>,
): void {
  for (const { file, state } of files.filter((one) => !told.has(one.file.id))) {
    if (state.kind === 'done') {
      const where = direction === 'download' ? `to ${state.at}` : `from ${file.path}`;
      const verb = direction === 'download' ? 'Downloaded' : 'Uploaded';
      host.log.info(`${verb} ${state.size} bytes ${where} (${verifiedWords(state.verified)})`);
    } else if (state.kind === 'failed') {
      host.log.error(`${file.path}: ${state.failure.message}`);
    }
  }
}

/** @throws SkybucketError `bad-address` where the connection was removed meanwhile */
async function tellTree(
  host: Host,
  { direction }: TransferBatch,
  files: readonly TransferProgress[],
): Promise<void> {
  if (direction === 'upload') {
    const places = files
      .flatMap(({ state }) => (state.kind === 'done' ? [uploadPlace(host, state.at)] : []))
      .map(({ connection, place: { bucket, key } }) => ({
        connection: connection.id,
        bucket,
        key,
      }));
    host.changes.tell(places.map((place) => ({ kind: 'created', place })));
  }
}

async function say(
  queue: TransferQueue,
  view: TransfersView,
  batch: TransferBatch,
  { text, failed, first, done }: BatchReport,
): Promise<void> {
  const { l10n } = vscode;
  if (failed.length > 0) {
    const [retry, show] = [l10n.t('Retry'), l10n.t('Show')];
    const answer = await vscode.window.showWarningMessage(escapeLinks(text), retry, show);
    if (answer === retry) {
      await queue.retry(failed);
    } else if (answer === show) {
      await view.reveal(batch.id);
    }
  } else if (first !== undefined && done > 0) {
    await offerFile(vscode.Uri.file(first), escapeLinks(text));
  } else {
    void vscode.window.showInformationMessage(escapeLinks(text));
  }
}

async function sayTrouble(
  queue: TransferQueue,
  batch: TransferBatch,
  failure: { readonly message: string; readonly hint?: string | undefined },
): Promise<void> {
  const { l10n } = vscode;
  const resume = l10n.t('Resume');
  const text = l10n.t(
    'The transfers of {0} are paused. {1}',
    visibleName(batch.label),
    [failure.message, failure.hint ?? ''].join(' ').trim(),
  );
  if ((await vscode.window.showWarningMessage(escapeLinks(text), resume)) === resume) {
    const paused = queue.files(batch.id).filter(({ state }) => state.kind === 'paused');
    await queue.resume(paused.map(({ file }) => file.id));
  }
}
