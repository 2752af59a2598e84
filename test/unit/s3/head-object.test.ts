import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { headObject } from '../../../src/core/s3/head-object';
import { RegionMemory } from '../../../src/core/s3/regions';
import { type Script, ScriptedClient } from '../../support/bytes/scripted-client';

const RETRY = { ...DEFAULT_RETRY, retries: 2, firstPauseMs: 0 };
const OBJECT = { bucket: 'bucket', key: 'a b.fits' };

function head(script: Script): {
  readonly http: ScriptedClient;
  readonly meter: Meter;
  readonly found: ReturnType<typeof headObject>;
} {
  const http = new ScriptedClient(script);
  const meter = new Meter();
  const tools = { http, regions: new RegionMemory(), retry: RETRY };
  return { http, meter, found: headObject(tools, PUBLIC_CONNECTION, OBJECT, { meter }) };
}

describe('asking a bucket for an object', () => {
  it('tells its size by one HEAD', async () => {
    const { http, meter, found } = head(() => ({
      status: 200,
      headers: { 'content-length': '83940480' },
    }));
    expect(await found).toEqual({ size: 83_940_480 });
    expect(http.requests.map(({ method, path }) => [method, path])).toEqual([
      ['HEAD', '/a%20b.fits'],
    ]);
    expect(meter.figures().requests).toBe(1);
  });

  it('tells what is not there', async () => {
    expect(await head(() => ({ status: 404 })).found).toBeUndefined();
  });

  it('follows the bucket to its region', async () => {
    const { http, found } = head(({ hostname }) =>
      hostname.includes('us-west-2')
        ? { status: 200 }
        : { status: 301, headers: { 'x-amz-bucket-region': 'us-west-2' } },
    );
    expect(await found).toEqual({ size: undefined });
    expect(http.requests).toHaveLength(2);
  });

  it('says what is denied, and tries again what may pass', async () => {
    await expect(head(() => ({ status: 403 })).found).rejects.toMatchObject({
      code: 'access-denied',
    });
    const busy = head((_, index) => ({ status: index < 2 ? 503 : 200 }));
    expect(await busy.found).toEqual({ size: undefined });
    expect(busy.http.requests).toHaveLength(3);
  });
});
