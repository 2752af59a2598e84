import { describe, expect, it, vi } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { headObject } from '../../../src/core/s3/head-object';
import { RegionMemory } from '../../../src/core/s3/regions';
import { SmithySigner } from '../../../src/platform/node/aws-signer';
import { type Answer, AT_ONCE, FakeHttp } from './fakes';
import { KEYS, makeStore } from './store-rig';

const signed = { ...PUBLIC_CONNECTION, id: 'own', auth: { kind: 'keys' } as const };
const place = { bucket: 'bucket', key: 'x.fits' };

/** What a server answers to a listing, while every HEAD gets 400 and no body. */
async function askedAgain(listing: Answer): Promise<{ forgotten: number; methods: string[] }> {
  const forget = vi.fn();
  const credentials = { get: () => Promise.resolve({ ...KEYS }), forget };
  const http = new FakeHttp(({ method }) => (method === 'HEAD' ? { status: 400 } : listing));
  const store = makeStore(http, { access: { credentials, signer: new SmithySigner() } });
  await expect(store.head(signed, place)).rejects.toMatchObject({
    message: expect.stringMatching(/^(?!Cancelled)/),
  });
  return {
    forgotten: forget.mock.calls.length,
    methods: http.requests.map(({ method }) => method),
  };
}

describe('a signed HEAD that is refused without a reason', () => {
  it('gives up no credentials where a listing is answered, or refused for another reason', async () => {
    const listed = { body: '<ListBucketResult></ListBucketResult>' };
    const denied = { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
    for (const listing of [listed, denied]) {
      expect((await askedAgain(listing)).forgotten).toBe(0);
    }
  });

  it('gives them up once for each question where a listing says that they have expired', async () => {
    const body = '<Error><Code>ExpiredToken</Code><Message>Expired.</Message></Error>';
    const { forgotten, methods } = await askedAgain({ status: 400, body });
    expect(forgotten).toBeGreaterThan(0);
    expect(methods.slice(0, 3)).toEqual(['HEAD', 'GET', 'HEAD']);
  });
});

describe('the same for a HEAD without the SDK', () => {
  /** Answers a GET in one way, while every HEAD gets 400 and no body until credentials are given up. */
  async function head(
    get: Answer,
    meter = new Meter(),
  ): Promise<{ outcome: unknown; forgotten: number }> {
    let forgotten = 0;
    const credentials = { get: () => Promise.resolve({ ...KEYS }), forget: () => (forgotten += 1) };
    const http = new FakeHttp(({ method }) =>
      method === 'GET'
        ? get
        : forgotten === 0
          ? { status: 400 }
          : { status: 200, headers: { 'content-length': '7' } },
    );
    const tools = {
      ...{ http, regions: new RegionMemory(), retry: AT_ONCE },
      access: { credentials, signer: new SmithySigner() },
    };
    const outcome: unknown = await headObject(tools, signed, place, { meter }).catch(
      (error: unknown) => error,
    );
    expect(http.requests.every(({ headers }) => 'authorization' in headers)).toBe(true);
    return { outcome, forgotten };
  }

  it('takes the size from a byte of the object where that can be read', async () => {
    const headers = { 'content-range': 'bytes 0-0/2880', 'content-length': '1' };
    expect(await head({ status: 206, headers, body: 'S' })).toEqual({
      outcome: { size: 2880 },
      forgotten: 0,
    });
  });

  it('counts both exchanges, and what comes of the second, as one round', async () => {
    const meter = new Meter();
    await head({ status: 206, headers: { 'content-range': 'bytes 0-0/9' }, body: 'S' }, meter);
    expect(meter.figures()).toMatchObject({ requests: 2, bytes: 1, rounds: 1 });
  });

  it('takes an object for empty where it has no first byte', async () => {
    const headers = { 'content-range': 'bytes */0' };
    expect((await head({ status: 416, headers })).outcome).toEqual({ size: 0 });
  });

  it('gives up no credentials where the reason is another one, and tells that', async () => {
    const body = '<Error><Code>RequestTimeTooSkewed</Code></Error>';
    const { outcome, forgotten } = await head({ status: 403, body });
    expect(forgotten).toBe(0);
    expect(outcome).toMatchObject({ message: expect.stringContaining('clock') });
  });

  it('gives them up where they have expired, and asks again', async () => {
    const body = '<Error><Code>ExpiredToken</Code></Error>';
    expect(await head({ status: 400, body })).toEqual({ outcome: { size: 7 }, forgotten: 1 });
  });
});
