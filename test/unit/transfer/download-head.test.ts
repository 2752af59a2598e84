import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { Meter } from '../../../src/core/bytes/meter';
import type { Connection } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { headOfRemote } from '../../../src/core/transfer/download-file-head';
import { remoteS3File } from '../../../src/core/transfer/remote-s3';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { AT_ONCE } from '../s3/fakes';
import { noise } from './run-tools';

let server: S3TestServer;
let proxy: FaultProxy;
let http: NodeHttpClient;
const meter = new Meter();

beforeEach(async () => {
  server = await startS3Server();
  proxy = await startFaultProxy({ target: server.endpoint });
  http = new NodeHttpClient();
  server.createBucket('bucket', { denyRead: (key) => key === 'secret' });
});
afterEach(async () => {
  http.dispose();
  await proxy.close();
  await server.close();
});

const head = (key: string): ReturnType<typeof headOfRemote> => {
  const connection: Connection = {
    ...{ id: 'test', label: 'test', kind: 's3', endpoint: proxy.endpoint, pathStyle: true },
    ...{ auth: { kind: 'unsigned' }, requesterPays: false, readOnly: true },
  };
  const tools = { http, regions: new RegionMemory(), retry: AT_ONCE };
  const remote = remoteS3File(tools, connection, { bucket: 'bucket', key }, new LinkEstimate());
  return headOfRemote(remote, { signal: new AbortController().signal, meter });
};

describe('a look at an object before its download', () => {
  it('tells size, version and checksums, and keeps the connection for what comes next', async () => {
    const bytes = noise(1000);
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(bytes));
    server.bucket('bucket').put('a', bytes, {
      etag: 'one',
      checksums: [{ algorithm: 'CRC32', value: value.toString('base64'), type: 'FULL_OBJECT' }],
    });
    const before = meter.figures().requests;
    expect(await head('a')).toMatchObject({
      version: { size: 1000, identity: { kind: 'etag', etag: '"one"' } },
      checksums: [{ algorithm: 'CRC32', value: value.toString('base64'), of: 'full' }],
      plainETag: true,
    });
    await head('a');
    expect(meter.figures().requests - before).toBe(2);
    expect(proxy.figures().connections).toBe(1);
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it('knows what is not there, and leaves what it may not see to somebody else', async () => {
    expect(await head('none')).toBe('missing');
    server.bucket('bucket').put('secret', 'x');
    expect(await head('secret')).toBe('refused');
  });

  it('is tried again where the server is busy', async () => {
    server.bucket('bucket').put('a', 'x');
    proxy.rules = [{ method: 'HEAD', times: 2, fault: { kind: 'refuse' } }];
    expect(await head('a')).toMatchObject({ version: { size: 1 } });
    expect(proxy.figures().faulty).toBe(2);
  });
});
