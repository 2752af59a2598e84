import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import type { ObjectBody } from '../../support/s3/objects';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { COST_BUCKET } from '../cost/support/objects';
import { openFits } from '../cost/support/open';
import { blockHeader } from './support/block-header';
import { call, handlersOf } from './support/asked';

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startS3Server({ unsignedOnly: true });
  server.createBucket(COST_BUCKET);
});
beforeEach(() => server.resetRequests());
afterAll(async () => {
  http.dispose();
  await server.close();
});

describe('a full-size file on S3', () => {
  it.each([
    ['large_cal.asdf', 300_000],
    ['short_cal.asdf', 100_000],
    ['long_cal.asdf', 700_000],
  ])('%s shows its list for less than 1 MB in three rounds', async (key, treeLength) => {
    server.bucket(COST_BUCKET).put(key, largeFile(treeLength, 20, 16_000_000));
    const { reader, meter } = openFits(http, server.endpoint, key);
    const { lines, first } = await handlersOf(reader).structure({}, call());
    expect(lines.slice(1).map(({ storage }) => storage)).toEqual(Array(20).fill('LZ4'));
    expect(lines[first ?? 0]?.name).toBe('data0');
    const { bytes, rounds, requests } = meter.figures();
    expect(bytes).toBeLessThan(1e6);
    expect(rounds).toBeLessThanOrEqual(3);
    expect(requests).toBeLessThanOrEqual(25);
  });
});

/** A tree of some length, and blocks that are all alike; made where it is read. */
function largeFile(treeLength: number, blocks: number, used: number): ObjectBody {
  const arrays = Array.from(
    { length: blocks },
    (_, i) =>
      `data${i}: !core/ndarray-1.1.0\n  source: ${i}\n  datatype: float32\n` +
      '  byteorder: little\n  shape: [4088, 4088]\n',
  );
  const filler = 'key: some text that takes its place in the metadata\n';
  const filling = Array.from({ length: treeLength / filler.length }, (_, i) => `${i}${filler}`);
  const head = new TextEncoder().encode(
    '#ASDF 1.0.0\n#ASDF_STANDARD 1.6.0\n%YAML 1.1\n%TAG ! tag:stsci.edu:asdf/\n' +
      `--- !core/asdf-1.1.0\n${arrays.join('')}${filling.join('')}...\n`,
  );
  const header = blockHeader('lz4', used, 4 * 4088 ** 2);
  const length = header.length + used;
  const starts = Array.from({ length: blocks }, (_, i) => head.length + i * length);
  const end = head.length + blocks * length;
  const index = new TextEncoder().encode(
    `#ASDF BLOCK INDEX\n%YAML 1.1\n---\n${starts.map((at) => `- ${at}\n`).join('')}...\n`,
  );
  const pieces = [
    { at: 0, bytes: head },
    ...starts.map((at) => ({ at, bytes: header })),
    { at: end, bytes: index },
  ];
  const read = (offset: number, count: number): Uint8Array => {
    const out = new Uint8Array(count);
    for (const { at, bytes } of pieces) {
      const from = Math.max(offset, at);
      const to = Math.min(offset + count, at + bytes.length);
      if (from < to) {
        out.set(bytes.subarray(from - at, to - at), from - offset);
      }
    }
    return out;
  };
  return { size: end + index.length, read };
}
