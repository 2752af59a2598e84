import { downloadFile, forget } from './download-file';
import type { DownloadTools } from './download-file-job';
import type { RunOptions, TransferOutcome, TransferRunner } from './queue';
import { isDenied, mayPass } from './queue-backoff';
import type { TransferBatch, TransferFile } from './transfer';
import { abandonUpload, uploadFile, type UploadTools } from './upload-file';

/** Runs transfers between the disk of this machine and what is behind HTTP. */
export class LocalTransferRunner implements TransferRunner {
  private readonly tools: DownloadTools & UploadTools;

  constructor(tools: Omit<DownloadTools, 'damaged'> & UploadTools) {
    this.tools = { ...tools, damaged: new Set() };
  }

  run(batch: TransferBatch, file: TransferFile, options: RunOptions): Promise<TransferOutcome> {
    return batch.direction === 'download'
      ? downloadFile(this.tools, batch, file, options)
      : uploadFile(this.tools, batch, file, options);
  }

  abandon(batch: TransferBatch, file: TransferFile): Promise<void> {
    const target = { folder: batch.folder, path: file.path };
    this.tools.damaged.delete(file.id);
    return batch.direction === 'download'
      ? forget(this.tools, { target, file })
      : abandonUpload(this.tools, file, (error) => mayPass(error) || isDenied(error));
  }
}
