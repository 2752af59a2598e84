import { SkybucketError, type ErrorCode, type ErrorDetails } from '../errors';
import type { S3ErrorBody } from './error-body';
import type { WriteCondition } from './object-store';
import { formatS3Uri } from './uri';

/** What was asked for when S3 refused. */
export interface Asked {
  /** `writing`: whatever makes, replaces or removes an object; `buckets`: the list of one's own. */
  readonly what: 'object' | 'listing' | 'writing' | 'buckets';
  /** Empty for the list of buckets. */
  readonly bucket: string;
  /** The key of an object, the prefix of a listing. */
  readonly path: string;
  /** What people call the connection, where the request was signed. */
  readonly signedAs?: string | undefined;
  /** Of a write. */
  readonly condition?: WriteCondition | undefined;
}

export type Sentence = (
  asked: Asked,
  body: S3ErrorBody | undefined,
) => readonly [ErrorCode, string, ErrorDetails?];

/** What the server said, as the cause of an error, for those who know another way. */
export class RefusedAs extends Error {
  constructor(
    readonly status: number,
    readonly code: string | undefined,
  ) {
    super(`S3 answered ${status}${code === undefined ? '' : ` ${brief(code)}`}`);
  }
}

/** Undefined for what is no refusal of S3. */
export function refusedAs(error: unknown): RefusedAs | undefined {
  return error instanceof SkybucketError && error.cause instanceof RefusedAs
    ? error.cause
    : undefined;
}

export function uri({ bucket, path }: Pick<Asked, 'bucket' | 'path'>): string {
  return formatS3Uri(bucket, brief(path));
}

/** Text of a server or a user inside a sentence: one line, not too long. */
export function brief(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
