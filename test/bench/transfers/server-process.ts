/** The server of the transfers bench, in a process of its own; says where it is and what it has, and ends with its parent. */
import { createHash } from 'node:crypto';
import { fullChecksum } from '../../support/s3/checksum';
import { generatedBody, sha256Of } from '../../support/s3/generated';
import { startFaultProxy } from '../../support/proxy/fault-proxy';
import type { ObjectBody, PutOptions } from '../../support/s3/objects';
import { startS3Server } from '../../support/s3/server';
import {
  BUCKET,
  GIGABIT,
  LARGE,
  LARGE_BYTES,
  LATENCY_MS,
  type ListedObject,
  type ServerAnswer,
  smallFiles,
} from './plan';

async function start(): Promise<void> {
  const server = await startS3Server();
  const far = await startFaultProxy({
    target: server.endpoint,
    link: { latencyMilliseconds: LATENCY_MS },
  });
  const farGigabit = await startFaultProxy({
    target: server.endpoint,
    link: { latencyMilliseconds: LATENCY_MS, sharedBytesPerSecond: GIGABIT },
  });
  const bucket = server.createBucket(BUCKET);
  const objects: ListedObject[] = [];
  const put = (key: string, body: ObjectBody, sha256: string, options: PutOptions): void => {
    const { etag, lastModified } = bucket.put(key, body, options);
    const known = { size: body.size, etag, modified: lastModified.toUTCString() };
    objects.push({ key, known, sha256 });
  };
  const large = generatedBody('large', LARGE_BYTES);
  const sha256 = await sha256Of(large);
  put(LARGE.plain, large, sha256, {});
  put(LARGE.crc64, large, sha256, { checksums: [await fullChecksum(large, 'CRC64NVME')] });
  put(LARGE.md5, large, sha256, { etag: await md5Of(large) });
  for (const { key, size } of smallFiles()) {
    const body = generatedBody(key, size);
    put(key, body, await sha256Of(body), { etag: await md5Of(body) });
  }
  process.once('disconnect', () => process.exit());
  const endpoints = {
    near: server.endpoint,
    far: far.endpoint,
    farGigabit: farGigabit.endpoint,
  };
  process.send?.({ endpoints, objects } satisfies ServerAnswer);
}

async function md5Of(body: ObjectBody): Promise<string> {
  const hash = createHash('md5');
  const piece = 1024 * 1024;
  for (let at = 0; at < body.size; at += piece) {
    hash.update(await body.read(at, Math.min(piece, body.size - at)));
  }
  return hash.digest('hex');
}

void start();
