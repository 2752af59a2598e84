import { describe, expect, it } from 'vitest';
import { LinkEstimate } from '../../../src/core/bytes/link';
import type { HttpResponse } from '../../../src/core/bytes/http';
import { HttpsTarget } from '../../../src/core/bytes/https-target';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { streamSpan } from '../../../src/core/transfer/download-file-stream';
import { AT_ONCE } from '../s3/fakes';

const VERSION = { size: 10, identity: { kind: 'etag', etag: '"1"' } } as const;

/** Answers with all that is asked for, and loses the connection after so many of its bytes. */
function remote(losesAfter: (request: number) => number): {
  readonly asked: (string | undefined)[];
  readonly file: Parameters<typeof streamSpan>[0];
} {
  const asked: (string | undefined)[] = [];
  const target = new HttpsTarget('https://example.org/a.bin');
  const http = {
    send: async ({ headers }: { headers: Readonly<Record<string, string>> }) => {
      asked.push(headers['range']);
      const [, from = 0] = (/bytes=(\d+)-/.exec(headers['range'] ?? '') ?? []).map(Number);
      const count = losesAfter(asked.length);
      const answer: HttpResponse = {
        status: 206,
        headers: { etag: '"1"', 'content-range': `bytes ${from}-9/10` },
        body: (async function* () {
          yield Uint8Array.from({ length: Math.min(count, 10 - from) }, (_, i) => from + i);
          throw new SkybucketError('network', 'Lost.', { retryable: true });
        })(),
      };
      return answer;
    },
    dispose: () => undefined,
  };
  return { asked, file: { label: 'a', http, target, link: new LinkEstimate(), retry: AT_ONCE } };
}

describe('a span that streams', () => {
  const options = (taken: number[]): Parameters<typeof streamSpan>[3] => ({
    ...{ signal: new AbortController().signal, meter: new Meter() },
    take: async (bytes) => void taken.push(...bytes),
  });
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  it('goes on where a connection was lost, and asks for nothing more when all has come', async () => {
    const taken: number[] = [];
    const { asked, file } = remote((request) => (request === 1 ? 4 : 10));
    await streamSpan(file, VERSION, { start: 0, end: 10 }, options(taken));
    expect([taken, asked]).toEqual([all, ['bytes=0-9', 'bytes=4-9']]);
  });

  it('ends with what its bytes could not be taken for, without asking for them again', async () => {
    const { asked, file } = remote(() => 10);
    const busy = new SkybucketError('local-file', 'busy', { retryable: true });
    const take = (): Promise<void> => Promise.reject(busy);
    const run = streamSpan(file, VERSION, { start: 0, end: 10 }, { ...options([]), take });
    await expect(run).rejects.toBe(busy);
    expect(asked).toHaveLength(1);
  });
});
