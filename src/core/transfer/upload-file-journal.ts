import type { PartedUpload } from '../s3/object-store';
import type { LocalSource, PartJournal } from './local-disk';

/** What is kept of an upload in parts: which file it is of, and the upload at the server. */
export interface UploadJournal {
  readonly modified: number;
  readonly size: number;
  readonly partSize: number;
  readonly done: ReadonlySet<number>;
  readonly upload: PartedUpload;
}

export function writeUploadJournal(
  { size, modified }: LocalSource,
  partSize: number,
  upload: PartedUpload,
): Omit<PartJournal, 'done'> {
  const identity = JSON.stringify({ modified, upload });
  return { identity, size, partSize, uploadId: upload.uploadId };
}

/** Undefined where there is none, or none of an upload. */
export function readUploadJournal(journal: PartJournal | undefined): UploadJournal | undefined {
  if (journal?.uploadId === undefined) {
    return undefined;
  }
  try {
    const { modified, upload } = JSON.parse(journal.identity) as {
      readonly modified: number;
      readonly upload: PartedUpload;
    };
    const { size, partSize, done, uploadId } = journal;
    const sound =
      typeof modified === 'number' &&
      upload.uploadId === uploadId &&
      typeof upload.place.bucket === 'string' &&
      typeof upload.place.key === 'string';
    return sound ? { modified, size, partSize, done, upload } : undefined;
  } catch {
    // A line that was damaged, or of another format.
    return undefined;
  }
}
