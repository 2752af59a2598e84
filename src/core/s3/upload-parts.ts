import { SkybucketError } from '../errors';
import type { CrcAlgorithm } from '../transfer/checksum/tools';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import { refusedAs } from './errors-asked';
import { type AttributesInput, attributesInput } from './object-attributes';
import type { ObjectPlace, PartedUpload, SentPart, WriteOptions } from './object-store';
import { checkKept, checksumField, checksumInput, digestText } from './store-checksums';
import { type PlaceInput, placeInput, type StoreTools, STORING_MS } from './store-tools';
import { formatS3Uri } from './uri';

/**
 * Begins an upload in parts, with a checksum of the kind that is wanted if the server takes it. Where its answer is lost it is begun once more: the first one has no parts, and so costs
 * nothing.
 */
export async function beginParts(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  attributes: AttributesInput,
  wanted: CrcAlgorithm | undefined,
  options: CallOptions,
): Promise<PartedUpload> {
  const { bucket, key } = place;
  const input = { ...placeInput(connection, place), ...attributes };
  const asked = { what: 'writing', bucket, path: key } as const;
  return tools.ways.write(connection, 'begin', false, async ({ digest }) => {
    const checksum =
      digest === 'CRC32' && wanted !== undefined
        ? ({ ChecksumAlgorithm: wanted, ChecksumType: 'FULL_OBJECT' } as const)
        : {};
    const output = await tools.calls.send(
      connection,
      {
        asked,
        run: (sdk, client) =>
          client.send(new sdk.CreateMultipartUploadCommand({ ...input, ...checksum })),
      },
      options,
    );
    const uploadId = output.UploadId;
    if (uploadId === undefined || uploadId === '') {
      throw new SkybucketError(
        'server',
        `The server does not say under which name the upload of ${formatS3Uri(bucket, key)} is.`,
        { hint: 'Check that the connection leads to an S3 server.' },
      );
    }
    // A server that says nothing of a checksum takes none, and keeps quiet about it.
    const algorithm = output.ChecksumAlgorithm === wanted ? wanted : undefined;
    const checksumType = output.ChecksumType === 'FULL_OBJECT' ? 'full' : 'composite';
    return {
      place: { bucket, key },
      uploadId,
      algorithm,
      ...(algorithm === undefined ? {} : { checksumType }),
    };
  });
}

export function beginUpload(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  options: WriteOptions,
): Promise<PartedUpload> {
  return beginParts(tools, connection, place, attributesInput(options), 'CRC32', options);
}

/** Sends one part; sent again, it takes the place of the one before. */
export async function putPart(
  { calls, checksums }: StoreTools,
  connection: Connection,
  upload: PartedUpload,
  number: number,
  body: Uint8Array,
  options: WriteOptions,
): Promise<SentPart> {
  const { place, algorithm } = upload;
  const value = await digestText(checksums, algorithm ?? 'MD5', body);
  const input = {
    ...uploadInput(connection, upload),
    PartNumber: number,
    Body: body,
    ...(algorithm === undefined ? { ContentMD5: value } : checksumInput(algorithm, value)),
  };
  const output = await calls.send(
    connection,
    {
      asked: { what: 'writing', bucket: place.bucket, path: place.key },
      run: (sdk, client) => client.send(new sdk.UploadPartCommand(input)),
      send: { onSent: options.onSent, quietMs: STORING_MS },
    },
    options,
  );
  const kept = checksumField(output, algorithm);
  if (algorithm !== undefined && kept !== undefined) {
    const full = { algorithm, of: 'full' } as const;
    checkKept({ ...full, value }, { ...full, value: kept }, place, true);
  }
  return sentPart(number, body.length, output.ETag, place, algorithm && value);
}

/** @throws SkybucketError `server` where there is no ETag, without which no upload can be completed */
export function sentPart(
  number: number,
  size: number,
  etag: string | undefined,
  { bucket, key }: ObjectPlace,
  checksum: string | undefined,
): SentPart {
  if (etag === undefined) {
    throw new SkybucketError(
      'server',
      `The server gives no ETag to part ${number} of ${formatS3Uri(bucket, key)}.`,
      { hint: 'Check that the connection leads to an S3 server.' },
    );
  }
  return { number, size, etag, ...(checksum === undefined ? {} : { checksum }) };
}

/** The parts that the server has, in order; undefined where it knows nothing of the upload any more. */
export async function sentParts(
  { calls }: StoreTools,
  connection: Connection,
  upload: PartedUpload,
  options: CallOptions,
): Promise<SentPart[] | undefined> {
  const { place, algorithm } = upload;
  const parts: SentPart[] = [];
  for (let marker: string | undefined; ;) {
    const input = { ...uploadInput(connection, upload), PartNumberMarker: marker };
    let page;
    try {
      page = await calls.send(
        connection,
        {
          asked: { what: 'writing', bucket: place.bucket, path: place.key },
          run: (sdk, client) => client.send(new sdk.ListPartsCommand(input)),
        },
        options,
      );
    } catch (error) {
      if (isUploadGone(error)) {
        return undefined;
      }
      throw error;
    }
    for (const part of page.Parts ?? []) {
      const checksum = checksumField(part, algorithm);
      if (part.PartNumber !== undefined) {
        parts.push(sentPart(part.PartNumber, part.Size ?? 0, part.ETag, place, checksum));
      }
    }
    const next = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    if (next === undefined || next === marker) {
      return parts;
    }
    marker = next;
  }
}

/** Gives up an upload and what was sent of it. Does nothing where it is gone already. */
export async function abortUpload(
  { calls }: StoreTools,
  connection: Connection,
  upload: PartedUpload,
  options: CallOptions,
): Promise<void> {
  const { bucket, key } = upload.place;
  const input = uploadInput(connection, upload);
  try {
    await calls.send(
      connection,
      {
        asked: { what: 'writing', bucket, path: key },
        run: (sdk, client) => client.send(new sdk.AbortMultipartUploadCommand(input)),
      },
      options,
    );
  } catch (error) {
    if (!isUploadGone(error)) {
      throw error;
    }
  }
}

export function uploadInput(
  connection: Connection,
  { place, uploadId }: PartedUpload,
): PlaceInput & { readonly UploadId: string } {
  return { ...placeInput(connection, place), UploadId: uploadId };
}

export function isUploadGone(error: unknown): boolean {
  return refusedAs(error)?.code === 'NoSuchUpload';
}
