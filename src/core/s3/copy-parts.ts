import type { UploadPartCopyCommandInput } from '@aws-sdk/client-s3';
import { fewAtATime } from '../bytes/few-at-a-time';
import { type CrcAlgorithm, isCombinable } from '../transfer/checksum/tools';
import type { Connection } from './connection';
import { copySource, notAlike } from './copy-source';
import type {
  CopyOptions,
  ObjectAttributes,
  ObjectChecksum,
  ObjectFacts,
  ObjectPlace,
  PartedUpload,
  SentPart,
  Written,
} from './object-store';
import { attributesInput } from './object-attributes';
import { tagsToCopy } from './object-tags';
import type { HeadFacts } from './objects';
import { checksumField, checksumOfParts } from './store-checksums';
import { COPYING_MS, type StoreTools } from './store-tools';
import { completeUpload } from './upload-complete';
import { abortUpload, beginParts, sentPart, uploadInput } from './upload-parts';

const MOST_PARTS = 10_000;
const AT_ONCE = 8;

/** Copies an object larger than one request may copy: in parts, several at a time. */
export async function copyParts(
  tools: StoreTools,
  connection: Connection,
  from: ObjectPlace,
  to: ObjectPlace,
  head: HeadFacts,
  options: CopyOptions,
): Promise<Written> {
  const known = fullCrc(head.facts.checksums);
  const { signal, meter } = options;
  // As the server does with what it copies by itself: no copy without the tags.
  const tags = await tagsToCopy(tools, connection, from, head.facts.tagCount, { signal, meter });
  // It is encrypted as its new place wants it, which may have other keys.
  const attributes = { ...head.facts, tags, encryption: undefined };
  const job = { tools, connection, from, to, head, attributes, options };
  const plain = (): Promise<Written | undefined> => copyWith(job, undefined, undefined);
  const written =
    // MinIO copies no part into an upload with checksums.
    (await tools.ways.write(connection, 'copy parts', false, ({ digest }) =>
      digest === 'CRC32' ? copyWith(job, known?.algorithm ?? 'CRC32', known) : plain(),
    )) ??
    // Some servers take the checksum of the whole original for that of each part: then without any.
    (await plain());
  if (written === undefined) {
    throw notAlike(from, to);
  }
  return written;
}

interface CopyJob {
  readonly tools: StoreTools;
  readonly connection: Connection;
  readonly from: ObjectPlace;
  readonly to: ObjectPlace;
  readonly head: HeadFacts;
  /** What the original says of itself; a copy in one request takes over most of it by itself. */
  readonly attributes: ObjectAttributes;
  readonly options: CopyOptions;
}

/** Undefined, and nothing is left of it, where the checksums of the parts are not those of the original. */
async function copyWith(
  { tools, connection, from, to, head, attributes, options }: CopyJob,
  algorithm: CrcAlgorithm | undefined,
  known: CrcChecksum | undefined,
): Promise<Written | undefined> {
  const { signal, meter, condition } = options;
  const asked = { signal, meter };
  const input = attributesInput(attributes);
  const upload = await beginParts(tools, connection, to, input, algorithm, asked);
  try {
    const parts = await sendCopies(tools, connection, from, upload, head.facts, options);
    const sums = await checksumOfParts(tools.checksums, upload.algorithm, parts, 'full');
    if (known === undefined || sums === undefined || sums.value === known.value) {
      return await completeUpload(tools, connection, upload, parts, { ...asked, condition });
    }
  } catch (error) {
    // What was copied so far would lie there unseen, and cost. The failure is what is to be told.
    await abortUpload(tools, connection, upload, {}).catch(() => undefined);
    throw error;
  }
  await abortUpload(tools, connection, upload, asked);
  return undefined;
}

type CrcChecksum = ObjectChecksum & { readonly algorithm: CrcAlgorithm };

function fullCrc(checksums: readonly ObjectChecksum[]): CrcChecksum | undefined {
  return checksums.find(
    (checksum): checksum is CrcChecksum =>
      checksum.of === 'full' && isCombinable(checksum.algorithm),
  );
}

/** Copies all parts. */
async function sendCopies(
  tools: StoreTools,
  connection: Connection,
  from: ObjectPlace,
  upload: PartedUpload,
  original: ObjectFacts,
  options: CopyOptions,
): Promise<SentPart[]> {
  const { size } = original;
  const partSize = Math.max(tools.limits.copyPart, Math.ceil(size / MOST_PARTS));
  const count = Math.ceil(size / partSize);
  const parts: SentPart[] = [];
  let copied = 0;
  const indices = Array.from({ length: count }, (_, index) => index);
  await fewAtATime(indices, AT_ONCE, options.signal, async (index, signal) => {
    const start = index * partSize;
    const end = Math.min(size, start + partSize);
    const input = {
      ...uploadInput(connection, upload),
      PartNumber: index + 1,
      CopySource: copySource(from),
      CopySourceRange: `bytes=${start}-${end - 1}`,
      CopySourceIfMatch: original.etag,
    };
    parts[index] = await copyPart(tools, connection, upload, input, end - start, {
      ...options,
      signal,
    });
    copied += end - start;
    options.onCopied?.(copied, size);
  });
  return parts;
}

async function copyPart(
  { calls }: StoreTools,
  connection: Connection,
  { place, algorithm }: PartedUpload,
  input: UploadPartCopyCommandInput & { readonly PartNumber: number },
  size: number,
  { signal, meter }: CopyOptions,
): Promise<SentPart> {
  const { CopyPartResult: result } = await calls.send(
    connection,
    {
      asked: { what: 'writing', bucket: place.bucket, path: place.key },
      run: (sdk, client) => client.send(new sdk.UploadPartCopyCommand(input)),
      send: { quietMs: COPYING_MS },
    },
    { signal, meter },
  );
  const checksum = result && checksumField(result, algorithm);
  return sentPart(input.PartNumber, size, result?.ETag, place, checksum);
}
