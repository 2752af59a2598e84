import { isCancelled, SkybucketError } from '../errors';
import type { CallOptions } from './calls';
import type { Connection } from './connection';
import type { ObjectPart, ObjectPlace } from './object-store';
import { checksumField } from './store-checksums';
import { type StoreTools, versionInput } from './store-tools';

const MOST_PARTS = 10_000;

/**
 * The parts of an object that was uploaded in parts, in order.
 *
 * @returns undefined where the server does not say, or speaks of another number of parts
 */
export async function partsOf(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  count: number,
  options: CallOptions,
): Promise<ObjectPart[] | undefined> {
  const listed = await orUndefined(() => listedParts(tools, connection, place, options));
  const parts =
    listed?.length === count
      ? listed
      : await orUndefined(() => evenParts(tools, connection, place, count, options));
  return parts?.length === count ? parts : undefined;
}

/** What the server refuses to say is not known; a broken network and an abort are something else. */
async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isCancelled(error) || !(error instanceof SkybucketError) || error.retryable) {
      throw error;
    }
    return undefined;
  }
}

async function listedParts(
  { calls }: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  options: CallOptions,
): Promise<ObjectPart[]> {
  const parts: ObjectPart[] = [];
  for (let marker: string | undefined; parts.length <= MOST_PARTS;) {
    const input = {
      ...versionInput(connection, place),
      ObjectAttributes: ['ObjectParts' as const],
      PartNumberMarker: marker,
      MaxParts: 1000,
    };
    const { ObjectParts: page } = await calls.send(
      connection,
      {
        asked: { what: 'object', bucket: place.bucket, path: place.key },
        run: (sdk, client) => client.send(new sdk.GetObjectAttributesCommand(input)),
      },
      options,
    );
    for (const part of page?.Parts ?? []) {
      const checksum =
        checksumField(part, 'CRC32') ??
        checksumField(part, 'CRC32C') ??
        checksumField(part, 'CRC64NVME') ??
        checksumField(part, 'SHA1') ??
        checksumField(part, 'SHA256');
      parts.push({
        number: part.PartNumber ?? parts.length + 1,
        size: part.Size ?? 0,
        ...(checksum === undefined ? {} : { checksum }),
      });
    }
    const next = page?.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    if (next === undefined || next === marker) {
      break;
    }
    marker = next;
  }
  return parts;
}

/**
 * The parts as HEAD of the first and of the last of them tells: all but the last are as long as the first, which
 * together have to be as long as the object. It takes the same right as reading does.
 */
async function evenParts(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  count: number,
  options: CallOptions,
): Promise<ObjectPart[] | undefined> {
  const [first, last] = await Promise.all([
    headPart(tools, connection, place, 1, options),
    headPart(tools, connection, place, count, options),
  ]);
  if (first?.count !== count || last?.count !== count || first.total !== last.total) {
    return undefined;
  }
  return first.size * (count - 1) + last.size === first.total
    ? Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        size: index === count - 1 ? last.size : first.size,
      }))
    : undefined;
}

async function headPart(
  { calls }: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  number: number,
  options: CallOptions,
): Promise<
  { readonly size: number; readonly total: number; readonly count: number | undefined } | undefined
> {
  const input = { ...versionInput(connection, place), PartNumber: number };
  const { ContentLength, ContentRange, PartsCount } = await calls.send(
    connection,
    {
      asked: { what: 'object', bucket: place.bucket, path: place.key },
      run: (sdk, client) => client.send(new sdk.HeadObjectCommand(input)),
    },
    options,
  );
  const total = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
  return ContentLength === undefined || total === undefined
    ? undefined
    : { size: ContentLength, total: Number(total), count: PartsCount };
}
