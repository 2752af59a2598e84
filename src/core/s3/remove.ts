import { isCancelled, sentence, SkybucketError } from '../errors';
import { toBase64 } from '../transfer/checksum/base64';
import { digestOf } from '../transfer/checksum/tools';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import { s3Error } from './errors';
import { refusedAs } from './errors-asked';
import { checkBucket, checkKey } from './names';
import type { NotRemoved } from './object-store';
import { removeObject } from './objects';
import { payer, type StoreTools } from './store-tools';

const MOST_KEYS = 1000;
const AT_ONCE = 16;
/** How often keys that fail for now are asked for again. */
const ROUNDS = 3;

export interface RemoveOptions extends CallOptions {
  readonly onRemoved?: ((count: number) => void) | undefined;
}

/** Removes objects, 1,000 a request; one by one where the server cannot do that, or XML cannot say a key. */
export async function removeMany(
  tools: StoreTools,
  connection: Connection,
  bucket: string,
  keys: readonly string[],
  { onRemoved, ...options }: RemoveOptions,
): Promise<NotRemoved[]> {
  checkBucket(bucket);
  keys.forEach(checkKey);
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
    const failed = await removeBatch(tools, connection, bucket, sayable, options);
    if (failed === 'not offered') {
      together = false;
      others.push(...sayable);
    } else {
      count(sayable, failed);
    }
    if (others.length > 0) {
      count(others, await removeSingly(tools, connection, bucket, others, options));
    }
  }
  return left;
}

/** Keys of one request. What fails for now is asked for again; the rest is said. */
async function removeBatch(
  tools: StoreTools,
  connection: Connection,
  bucket: string,
  batch: readonly string[],
  options: CallOptions,
): Promise<readonly NotRemoved[] | 'not offered'> {
  const left: NotRemoved[] = [];
  let keys = batch;
  for (let round = 0; keys.length > 0; round++) {
    let refusals: readonly KeyRefusal[];
    try {
      refusals = await removeTogether(tools, connection, bucket, keys, options);
    } catch (error) {
      const refusal = refusedAs(error);
      if (round === 0 && refusal !== undefined && [405, 501].includes(refusal.status)) {
        return 'not offered';
      }
      throw error;
    }
    const again = refusals.filter(({ error }) => error.retryable && round < ROUNDS);
    for (const { key, error } of refusals) {
      if (!error.retryable || round >= ROUNDS) {
        left.push({ key, reason: sentence(error) });
      }
    }
    keys = again.map(({ key }) => key);
  }
  return left;
}

interface KeyRefusal {
  readonly key: string;
  readonly error: SkybucketError;
}

async function removeTogether(
  { calls, checksums }: StoreTools,
  connection: Connection,
  bucket: string,
  keys: readonly string[],
  options: CallOptions,
): Promise<KeyRefusal[]> {
  const input = {
    Bucket: bucket,
    Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) },
    RequestPayer: payer(connection),
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

/** One request for each key, several at a time. */
async function removeSingly(
  tools: StoreTools,
  connection: Connection,
  bucket: string,
  keys: readonly string[],
  options: CallOptions,
): Promise<NotRemoved[]> {
  const left: NotRemoved[] = [];
  const queue = [...keys];
  const work = async (): Promise<void> => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
      try {
        await removeObject(tools, connection, { bucket, key }, options);
      } catch (error) {
        if (isCancelled(error) || !(error instanceof SkybucketError)) {
          queue.length = 0;
          throw error;
        }
        left.push({ key, reason: sentence(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, keys.length) }, work));
  return left;
}

/** XML 1.0 has no way to say most control characters (section 2.2). */
function isXmlText(text: string): boolean {
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text);
}
