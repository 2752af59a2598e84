import type { PartedUpload } from '../s3/object-store';
import type { LocalSource, PartJournal } from './local-disk';

/** What is kept of an upload in parts: which file it is of, and the upload at the server. */
export interface UploadJournal {
  readonly modified: number;
  readonly size: number;
  readonly partSize: number;
  readonly done: ReadonlySet<number>;
  readonly upload: PartedUpload;
  /** The ETag of what was at the place when it was begun; null: nothing, undefined: that could not be asked. */
  readonly before: string | null | undefined;
}

export function writeUploadJournal(
  { size, modified }: LocalSource,
  partSize: number,
  upload: PartedUpload,
  before: UploadJournal['before'],
): Omit<PartJournal, 'done'> {
  const identity = JSON.stringify({ modified, upload, before });
  return { identity, size, partSize, uploadId: upload.uploadId };
}

/** Undefined where there is none, or none of an upload. */
export function readUploadJournal(journal: PartJournal | undefined): UploadJournal | undefined {
  if (journal?.uploadId === undefined) {
    return undefined;
  }
  try {
    const { modified, upload, before } = JSON.parse(journal.identity) as Pick<
      UploadJournal,
      'modified' | 'upload' | 'before'
    >;
    const { size, partSize, done, uploadId } = journal;
    const sound =
      typeof modified === 'number' &&
      upload.uploadId === uploadId &&
      typeof upload.place.bucket === 'string' &&
      typeof upload.place.key === 'string';
    return sound ? { modified, size, partSize, done, upload, before } : undefined;
  } catch {
    // A line that was damaged, or of another format.
    return undefined;
  }
}
