import { sentence, type SkybucketError } from '../errors';
import { toBase64 } from '../transfer/checksum/base64';
import { digestOf } from '../transfer/checksum/tools';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import { s3Error } from './errors';
import { refusedAs } from './errors-asked';
import { checkBucket, checkKey } from './names';
import type { NotRemoved, RemoveManyOptions } from './object-store';
import { removeSingly, stillWanted } from './remove-singly';
import { payer } from './requester';
import type { StoreTools } from './store-tools';

const MOST_KEYS = 1000;
/** How often keys that fail for now are asked for again. */
const ROUNDS = 3;

/** Where to, and of which versions. */
export interface RemoveJob {
  readonly tools: StoreTools;
  readonly connection: Connection;
  readonly bucket: string;
  /** With their quotes; of keys that are to go only while they are these. */
  readonly etags: ReadonlyMap<string, string>;
  readonly options: CallOptions;
}

/** Removes objects, 1,000 a request; one by one where the server cannot do that, or XML cannot say a key. */
export async function removeMany(
  tools: StoreTools,
  connection: Connection,
  bucket: string,
  keys: readonly string[],
  { onRemoved, etags = new Map(), ...options }: RemoveManyOptions,
): Promise<NotRemoved[]> {
  checkBucket(bucket);
  keys.forEach(checkKey);
  const job: RemoveJob = { tools, connection, bucket, etags, options };
  const left: NotRemoved[] = [];
  let removed = 0;
  const count = (batch: readonly string[], failed: readonly NotRemoved[]): void => {
    left.push(...failed);
    removed += batch.length - failed.length;
    onRemoved?.(removed);
  };
  let together = true;
  for (let start = 0; start < keys.length; start += MOST_KEYS) {
    const batch = keys.slice(start, start + MOST_KEYS);
    const sayable = together ? batch.filter(isXmlText) : [];
    const others = together ? batch.filter((key) => !isXmlText(key)) : batch;
    const failed = await removeBatch(job, sayable);
    if (failed === 'not offered') {
      together = false;
      others.push(...sayable);
    } else {
      count(sayable, failed);
    }
    if (others.length > 0) {
      count(others, await removeSingly(job, others));
    }
  }
  return left;
}

/** Keys of one request. What fails for now is asked for again after a pause; the rest is said. */
async function removeBatch(
  job: RemoveJob,
  batch: readonly string[],
): Promise<readonly NotRemoved[] | 'not offered'> {
  const { calls } = job.tools;
  const left: NotRemoved[] = [];
  const doubtful: string[] = [];
  let keys = batch;
  for (let round = 0; keys.length > 0; round++) {
    let refusals: readonly KeyRefusal[];
    try {
      refusals = await removeTogether(job, keys);
    } catch (error) {
      const refusal = refusedAs(error);
      if (round === 0 && refusal !== undefined && [405, 501].includes(refusal.status)) {
        return 'not offered';
      }
      throw error;
    }
    const again: string[] = [];
    for (const { key, error } of refusals) {
      if (error.retryable && round < ROUNDS) {
        again.push(key);
      } else if (refusedAs(error)?.code === 'PreconditionFailed' && job.etags.has(key)) {
        doubtful.push(key);
      } else {
        left.push({ key, reason: sentence(error) });
      }
    }
    if (again.length > 0) {
      await calls.pause(round, job.options.signal);
    }
    keys = again;
  }
  return [...left, ...(await stillWanted(job, doubtful))];
}

interface KeyRefusal {
  readonly key: string;
  readonly error: SkybucketError;
}

async function removeTogether(job: RemoveJob, keys: readonly string[]): Promise<KeyRefusal[]> {
  const { tools, connection, etags } = job;
  return keys.some((key) => etags.has(key))
    ? tools.ways.conditionally(connection, 'remove together', (conditional) =>
        sendTogether(job, keys, conditional),
      )
    : sendTogether(job, keys, false);
}

async function sendTogether(
  { tools: { calls, checksums }, connection, bucket, etags, options }: RemoveJob,
  keys: readonly string[],
  conditional: boolean,
): Promise<KeyRefusal[]> {
  const input = {
    Bucket: bucket,
    Delete: {
      Quiet: true,
      Objects: keys.map((Key) => ({ Key, ETag: conditional ? etags.get(Key) : undefined })),
    },
    RequestPayer: payer(connection, bucket),
  };
  const { Errors = [] } = await calls.send(
    connection,
    {
      asked: { what: 'writing', bucket, path: '' },
      run: (sdk, client) => client.send(new sdk.DeleteObjectsCommand(input)),
      send: {
        // S3 wants a digest of the keys. MD5 is the one that every server takes.
        headers: async (body) => ({
          'content-md5': toBase64(await digestOf(checksums, 'MD5', body)),
          'x-amz-checksum-crc32': undefined,
          'x-amz-sdk-checksum-algorithm': undefined,
        }),
      },
    },
    options,
  );
  const signedAs = connection.auth.kind === 'unsigned' ? undefined : connection.label;
  return Errors.flatMap(({ Key = '', Code = '', Message = '' }) => {
    const asked = { what: 'writing', bucket, path: Key, signedAs } as const;
    const body = { code: Code, message: Message, region: undefined, endpoint: undefined };
    const error = s3Error(400, body, asked);
    return error.code === 'not-found' ? [] : [{ key: Key, error }];
  });
}

/** XML 1.0 has no way to say most control characters (section 2.2). */
function isXmlText(text: string): boolean {
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text);
}
