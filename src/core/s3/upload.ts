import type { Connection } from './connection';
import type { ObjectChecksum, ObjectPlace, WriteOptions, Written } from './object-store';
import { attributesInput } from './object-attributes';
import { headOf } from './objects';
import { checkKept, checksumsOf, digestText, plainMd5, toHex } from './store-checksums';
import { lookBeforeWrite } from './store-conditions';
import { conditionInput, placeInput, type StoreTools, STORING_MS } from './store-tools';
import { digestOf } from '../transfer/checksum/tools';

/** Writes one object in one request. */
export async function putObject(
  tools: StoreTools,
  connection: Connection,
  place: ObjectPlace,
  body: Uint8Array,
  options: WriteOptions,
): Promise<Written> {
  const { calls, checksums, ways } = tools;
  const { condition } = options;
  const input = { ...placeInput(connection, place), ...attributesInput(options), Body: body };
  await lookBeforeWrite(tools, connection, place, condition, options);
  const isConditional = condition !== undefined;
  return ways.write(connection, 'put', isConditional, async (way) => {
    const { digest, conditional } = way;
    const value = await digestText(checksums, digest, body);
    return calls.send(
      connection,
      {
        asked: { what: 'writing', bucket: place.bucket, path: place.key, condition },
        run: async (sdk, client): Promise<Written> => {
          const output = await client.send(
            new sdk.PutObjectCommand({
              ...input,
              ...(conditional ? conditionInput(condition) : {}),
              ...(digest === 'MD5' ? { ContentMD5: value } : { ChecksumCRC32: value }),
            }),
          );
          const kept = digest === 'MD5' ? undefined : keptCrc32(checksumsOf(output), value, place);
          if (digest === 'CRC32' && kept === undefined) {
            ways.ignored(connection, 'put', isConditional, way);
          }
          return { etag: output.ETag, versionId: output.VersionId, checksum: kept };
        },
        recover: () => findPut(tools, connection, place, body, options),
        send: { onSent: options.onSent, quietMs: STORING_MS },
      },
      options,
    );
  });
}

function keptCrc32(
  kept: readonly ObjectChecksum[],
  value: string,
  place: ObjectPlace,
): ObjectChecksum | undefined {
  const sent: ObjectChecksum = { algorithm: 'CRC32', of: 'full', value };
  const same = kept.find(({ algorithm }) => algorithm === 'CRC32');
  if (same !== undefined) {
    checkKept(sent, same, place);
  }
  return same;
}

/** The object as it is there, if its bytes are those that were to be written. */
async function findPut(
  tools: StoreTools,
  connection: Connection,
  { bucket, key }: ObjectPlace,
  body: Uint8Array,
  { signal, meter }: WriteOptions,
): Promise<Written | undefined> {
  const facts = (await headOf(tools, connection, { bucket, key }, { signal, meter }))?.facts;
  if (facts?.size !== body.length) {
    return undefined;
  }
  const kept = facts.checksums.find(({ of }) => of === 'full');
  const md5 = facts.encrypted ? undefined : plainMd5(facts.etag);
  const same =
    kept === undefined
      ? md5 === toHex(await digestOf(tools.checksums, 'MD5', body))
      : kept.value === (await digestText(tools.checksums, kept.algorithm, body));
  return same ? { etag: facts.etag, versionId: facts.versionId, checksum: kept } : undefined;
}
