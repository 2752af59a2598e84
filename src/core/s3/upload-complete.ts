import { SkybucketError } from '../errors';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import type { ObjectChecksum, PartedUpload, SentPart, WriteOptions, Written } from './object-store';
import { headOf } from './objects';
import {
  checkKept,
  checksumInput,
  checksumOfParts,
  checksumsOf,
  etagOfParts,
} from './store-checksums';
import { lookBeforeWrite } from './store-conditions';
import { conditionInput, COPYING_MS, type StoreTools } from './store-tools';
import { uploadInput } from './upload-parts';
import { formatS3Uri } from './uri';

/**
 * Makes an object of parts. What the server says that it keeps has been compared with what was sent when this
 * resolves: by the checksum of all parts where the upload has one, else by size.
 */
export async function completeUpload(
  tools: StoreTools,
  connection: Connection,
  upload: PartedUpload,
  sent: readonly SentPart[],
  options: WriteOptions,
): Promise<Written> {
  const { calls, checksums, ways } = tools;
  const { place, algorithm, checksumType = 'composite' } = upload;
  const { condition } = options;
  const parts = [...sent].sort((a, b) => a.number - b.number);
  const expected = await checksumOfParts(checksums, algorithm, parts, checksumType);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const input = {
    ...uploadInput(connection, upload),
    MultipartUpload: {
      Parts: parts.map(({ number, etag, checksum }) => ({
        PartNumber: number,
        ETag: etag,
        ...checksumInput(algorithm, checksum),
      })),
    },
  };
  // What a server may not know, beyond the parts.
  const whole = {
    MpuObjectSize: size,
    ...(expected?.of === 'full'
      ? { ...checksumInput(algorithm, expected.value), ChecksumType: 'FULL_OBJECT' as const }
      : {}),
  };
  await lookBeforeWrite(tools, connection, place, condition, options);
  const written = await ways.write(connection, 'complete', condition !== undefined, (way) =>
    calls.send(
      connection,
      {
        asked: { what: 'writing', bucket: place.bucket, path: place.key, condition },
        run: async (sdk, client): Promise<Written> => {
          const output = await client.send(
            new sdk.CompleteMultipartUploadCommand({
              ...input,
              ...(way.digest === 'CRC32' ? whole : {}),
              ...(way.conditional ? conditionInput(condition) : {}),
            }),
          );
          const checksum = sameKind(checksumsOf(output), expected);
          return { etag: output.ETag, versionId: output.VersionId, checksum };
        },
        recover: () => findWhole(tools, connection, upload, parts, expected, options),
        send: { quietMs: COPYING_MS },
      },
      options,
    ),
  );
  if (expected === undefined || written.checksum === undefined) {
    return checkWhole(tools, connection, upload, size, expected, options);
  }
  checkKept(expected, written.checksum, place);
  return written;
}

/** Where the answer says nothing to compare with. */
async function checkWhole(
  tools: StoreTools,
  connection: Connection,
  { place }: PartedUpload,
  size: number,
  expected: ObjectChecksum | undefined,
  options: CallOptions,
): Promise<Written> {
  const facts = (await headOf(tools, connection, place, options))?.facts;
  if (facts?.size !== size) {
    const uri = formatS3Uri(place.bucket, place.key);
    throw new SkybucketError('conflict', `${uri} is not what was uploaded.`, {
      hint: 'Somebody else may have written it at the same time: compare, then upload it once more.',
    });
  }
  const kept = sameKind(facts.checksums, expected);
  if (expected !== undefined && kept !== undefined) {
    checkKept(expected, kept, place);
  }
  return { etag: facts.etag, versionId: facts.versionId, checksum: kept };
}

/** The object as it is there, if it is made of these parts. */
async function findWhole(
  tools: StoreTools,
  connection: Connection,
  { place }: PartedUpload,
  parts: readonly SentPart[],
  expected: ObjectChecksum | undefined,
  { signal, meter }: CallOptions,
): Promise<Written | undefined> {
  const facts = (await headOf(tools, connection, place, { signal, meter }))?.facts;
  if (facts?.size !== parts.reduce((sum, part) => sum + part.size, 0)) {
    return undefined;
  }
  const kept = sameKind(facts.checksums, expected);
  const same =
    kept === undefined
      ? facts.etag !== undefined && facts.etag === (await etagOfParts(tools.checksums, parts))
      : kept.value === expected?.value;
  return same ? { etag: facts.etag, versionId: facts.versionId, checksum: kept } : undefined;
}

function sameKind(
  checksums: readonly ObjectChecksum[],
  expected: ObjectChecksum | undefined,
): ObjectChecksum | undefined {
  return checksums.find(
    ({ algorithm, of }) => algorithm === expected?.algorithm && of === expected.of,
  );
}
