import { SkybucketError } from '../errors';
import { DownloadAttempt } from './download-file-attempt';
import type { DownloadJob, DownloadTools } from './download-file-job';
import { StartAnew } from './download-file-stream';
import type { RunOptions, TransferOutcome } from './queue';
import type { TransferBatch, TransferFile } from './transfer';

const STARTS = 3;
const CHANGED = 'It changed on the server while it was downloaded; this is the new version.';

/**
 * Downloads one file, going on with what its journal says is on the disk. All bytes are of one version; an object
 * that changes meanwhile is begun anew once. The file has its name only when size and checksum are right.
 *
 * @throws SkybucketError `changed`, `damaged` (the checksum is wrong twice), `truncated`, `cancelled`, `local-file`, or
 *   what the server says. What is on the disk by then is gone on with next time.
 */
export async function downloadFile(
  tools: DownloadTools,
  batch: TransferBatch,
  file: TransferFile,
  options: RunOptions,
): Promise<TransferOutcome> {
  const target = { folder: batch.folder, path: file.path };
  if (batch.onExisting === 'skip' && (await tools.disk.look(target)) !== undefined) {
    await forget(tools, { target, file });
    return { kind: 'skipped', at: `${batch.folder}/${file.path}` };
  }
  const remote = await tools.open(file.address);
  const job: DownloadJob = { tools, batch, file, target, remote, options };
  let { known } = file;
  let whole = false;
  let changed = false;
  let warning: string | undefined;
  for (let start = 1; ; start++) {
    const attempt = new DownloadAttempt(job, { known, whole, warning });
    try {
      const outcome = await attempt.run();
      tools.damaged.delete(file.id);
      return outcome;
    } catch (error) {
      await attempt.close();
      const reason: unknown = error instanceof StartAnew ? error.error : error;
      const code = reason instanceof SkybucketError ? reason.code : undefined;
      const isNewReason =
        error instanceof StartAnew ||
        (code === 'changed' && !changed) ||
        (code === 'range-ignored' && !whole) ||
        (attempt.mismatched && !tools.damaged.has(file.id));
      if (attempt.mismatched || code === 'changed') {
        // What is on the disk is of no use to any later run.
        await forget(tools, job);
      }
      if (!isNewReason || start === STARTS) {
        if (attempt.mismatched) {
          tools.damaged.delete(file.id);
        }
        throw reason;
      }
      if (code === 'changed') {
        known = undefined;
        // A listing that was old is no news.
        warning = attempt.received > 0 ? CHANGED : warning;
      }
      changed ||= code === 'changed';
      whole ||= code === 'range-ignored';
      if (attempt.mismatched) {
        tools.damaged.add(file.id);
      }
      await forget(tools, job);
    }
  }
}

/** Removes what an unfinished download has left. */
export async function forget(
  { journals, disk }: Pick<DownloadTools, 'journals' | 'disk'>,
  { target, file }: Pick<DownloadJob, 'target' | 'file'>,
): Promise<void> {
  await journals.remove(file.id);
  await disk.removePartial(target, file.id);
}
