import type { ChecksumAlgorithm, ChecksumType, StoredChecksum } from './checksum';
import type { ObjectBody, PutOptions } from './objects';

export interface UploadedPart {
  readonly number: number;
  readonly body: ObjectBody;
  /** In hex. */
  readonly md5: string;
  readonly checksum: StoredChecksum | undefined;
  readonly modified: Date;
}

/** An upload in parts that was begun and neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly begun: Date;
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly type: ChecksumType | undefined;
  /** What the object gets. */
  readonly options: PutOptions;
  readonly parts: Map<number, UploadedPart>;
}
