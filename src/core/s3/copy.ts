import { SkybucketError } from '../errors';
import type { S3Call } from './calls';
import type { Connection } from './connection';
import { copyParts } from './copy-parts';
import { copySource, notAlike } from './copy-source';
import { conditionBroken } from './errors-writing';
import { keptClass } from './object-attributes';
import type { CopyOptions, ObjectFacts, ObjectPlace, WriteOptions, Written } from './object-store';
import { headOf } from './objects';
import { bareEtag, lookBeforeWrite, lookWhetherHolds } from './store-conditions';
import { conditionInput, COPYING_MS, placeInput, type StoreTools } from './store-tools';
import { putObject } from './upload';
import { formatS3Uri } from './uri';

/** Copies an object at the server, and compares the copy with the original. */
export async function copyObject(
  tools: StoreTools,
  connection: Connection,
  from: ObjectPlace,
  to: ObjectPlace,
  options: CopyOptions,
): Promise<Written> {
  const { signal, meter, condition } = options;
  checkApart(from, to);
  placeInput(connection, to);
  const head = await headOf(tools, connection, from, { signal, meter });
  if (head === undefined) {
    throw new SkybucketError('not-found', `${uri(from)} does not exist.`, {
      hint: 'It may have been moved: look into its folder in the sidebar.',
    });
  }
  const original = head.facts;
  if (options.etag !== undefined && bareEtag(original.etag) !== bareEtag(options.etag)) {
    throw changedMeanwhile(from);
  }
  await lookBeforeWrite(tools, connection, to, condition, { signal, meter });
  const written = isMarker(from, original)
    ? await putObject(tools, connection, to, NOTHING, {
        ...markOf(original),
        signal,
        meter,
        condition,
      })
    : original.size <= tools.limits.largestCopy
      ? await copyWhole(tools, connection, from, to, original, options)
      : await copyParts(tools, connection, from, to, head, options);
  const newest = { bucket: to.bucket, key: to.key };
  const copy = (await headOf(tools, connection, newest, { signal, meter }))?.facts;
  compare(from, original, to, copy);
  options.onCopied?.(original.size, original.size);
  return written.checksum === undefined ? { ...written, checksum: copy?.checksums[0] } : written;
}

const NOTHING = new Uint8Array();

/** The marker of a folder: some servers refuse to copy what they keep as a folder. */
function isMarker({ key }: ObjectPlace, { size }: ObjectFacts): boolean {
  return size === 0 && key.endsWith('/');
}

function markOf(facts: ObjectFacts): Pick<WriteOptions, 'contentType' | 'metadata'> {
  return { contentType: facts.contentType, metadata: facts.metadata };
}

async function copyWhole(
  tools: StoreTools,
  connection: Connection,
  from: ObjectPlace,
  to: ObjectPlace,
  original: ObjectFacts,
  options: CopyOptions,
): Promise<Written> {
  const { condition } = options;
  const input = {
    ...placeInput(connection, to),
    CopySource: copySource(from),
    CopySourceIfMatch: original.etag,
    StorageClass: keptClass(original.storageClass),
    // All else is taken over by itself.
    WebsiteRedirectLocation: original.redirect,
  };
  const conditional = condition !== undefined;
  return tools.ways.write(connection, 'copy', conditional, async (way) => {
    if (!way.conditional) {
      await lookWhetherHolds(tools, connection, to, condition, options);
    }
    const call: S3Call<Written> = {
      asked: { what: 'writing', bucket: to.bucket, path: to.key, condition },
      run: async (sdk, client) => {
        const output = await client.send(
          new sdk.CopyObjectCommand({
            ...input,
            ...(way.conditional ? conditionInput(condition) : {}),
          }),
        );
        return {
          etag: output.CopyObjectResult?.ETag,
          versionId: output.VersionId,
          checksum: undefined,
        };
      },
      recover: () => findCopy(tools, connection, to, original, options),
      send: { quietMs: COPYING_MS },
    };
    try {
      return await tools.calls.send(connection, call, options);
    } catch (error) {
      throw whatChanged(error, conditional, from);
    }
  });
}

/** The copy as it is there already, if it is one of this original. */
async function findCopy(
  tools: StoreTools,
  connection: Connection,
  to: ObjectPlace,
  original: ObjectFacts,
  { signal, meter }: CopyOptions,
): Promise<Written | undefined> {
  const newest = { bucket: to.bucket, key: to.key };
  const facts = (await headOf(tools, connection, newest, { signal, meter }))?.facts;
  if (facts?.size !== original.size) {
    return undefined;
  }
  const pair = samePair(original, facts);
  const same =
    pair === undefined
      ? facts.etag !== undefined && facts.etag === original.etag
      : pair[0] === pair[1];
  return same ? { etag: facts.etag, versionId: facts.versionId, checksum: undefined } : undefined;
}

/** Without a condition of the place it goes to, one that failed is that of the original. */
function whatChanged(error: unknown, conditional: boolean, from: ObjectPlace): unknown {
  return !conditional && error instanceof SkybucketError && error.code === 'changed'
    ? changedMeanwhile(from)
    : error;
}

function changedMeanwhile(from: ObjectPlace): SkybucketError {
  const asked = { what: 'writing', bucket: from.bucket, path: from.key } as const;
  const [code, message] = conditionBroken(asked, true);
  return new SkybucketError(code, message, { hint: 'Refresh its folder, then copy it again.' });
}

/** @throws SkybucketError `server` where the copy is not like the original */
function compare(
  from: ObjectPlace,
  original: ObjectFacts,
  to: ObjectPlace,
  copy: ObjectFacts | undefined,
): void {
  const pair = copy && samePair(original, copy);
  if (copy?.size !== original.size || (pair !== undefined && pair[0] !== pair[1])) {
    throw notAlike(from, to);
  }
}

/** Checksums of all bytes by one algorithm; those of parts depend on where parts begin. */
function samePair(a: ObjectFacts, b: ObjectFacts): readonly [string, string] | undefined {
  for (const { algorithm, of, value } of a.checksums) {
    const other = b.checksums.find((one) => one.algorithm === algorithm && one.of === 'full');
    if (of === 'full' && other !== undefined) {
      return [value, other.value];
    }
  }
  return undefined;
}

/** An older version may be copied onto the object, which makes it the newest. */
function checkApart(from: ObjectPlace, to: ObjectPlace): void {
  if (from.bucket === to.bucket && from.key === to.key && from.versionId === undefined) {
    throw new SkybucketError('unsupported', `${uri(from)} cannot be copied onto itself.`, {
      hint: 'Choose another folder or another name.',
    });
  }
}

function uri({ bucket, key }: ObjectPlace): string {
  return formatS3Uri(bucket, key);
}
