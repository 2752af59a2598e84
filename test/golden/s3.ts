import type { HttpClient } from '../../src/core/bytes/http';
import { SkybucketError } from '../../src/core/errors';
import { S3Service } from '../../src/core/s3/client';
import { PUBLIC_CONNECTION } from '../../src/core/s3/connection';
import { readErrorBody } from '../../src/core/s3/error-body';
import type { ListPage } from '../../src/core/s3/listing';
import { RegionMemory } from '../../src/core/s3/regions';
import { loadS3Sdk } from '../../src/platform/node/load-s3-sdk';
import type { Comparison } from './comparison';
import type { JsonObject } from './json';

/** A recorded answer of S3 to a listing: either a page of it, or an error document. */
export async function compareS3(
  comparison: Comparison,
  body: Uint8Array,
  truth: JsonObject,
): Promise<void> {
  if (truth['root'] === 'Error') {
    const error = readErrorBody(body);
    comparison.same('code', error?.code, truth['code']);
    comparison.same('endpoint', error?.endpoint ?? null, truth['endpoint']);
    await compareRefusal(comparison, body);
    return;
  }
  const { entries, next } = await listing(200, body);
  const keys = entries.flatMap((entry) =>
    entry.kind === 'object' ? [[entry.key, entry.size]] : [],
  );
  const prefixes = entries.flatMap((entry) => (entry.kind === 'folder' ? [entry.prefix] : []));
  comparison.same('keys', JSON.stringify(keys), JSON.stringify(truth['keys']));
  comparison.same('prefixes', JSON.stringify(prefixes), JSON.stringify(truth['prefixes']));
  comparison.same('truncated', String(next !== undefined), truth['truncated']);
  comparison.same('token', next ?? null, truth['token']);
}

/** An error document must end as a sentence of ours, never as an empty folder. */
async function compareRefusal(comparison: Comparison, body: Uint8Array): Promise<void> {
  try {
    await listing(404, body);
    comparison.differ('refused', 'listed', 'an error');
  } catch (error) {
    comparison.same('refused', error instanceof SkybucketError, true);
  }
}

/** Our listing of a server that has only this answer. */
function listing(status: number, body: Uint8Array): Promise<ListPage> {
  const http: HttpClient = {
    send: () => Promise.resolve({ status, headers: {}, body: once(body) }),
  };
  const service = new S3Service(http, new RegionMemory(), loadS3Sdk);
  return service.listPage(PUBLIC_CONNECTION, { bucket: 'recorded', prefix: '', delimiter: '/' });
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(body);
}
