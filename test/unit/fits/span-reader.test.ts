import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import type { ByteSource, Identity, ReadOptions } from '../../../src/core/bytes/source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import { JWST_LIKE_SIZE, jwstLikeContent } from './support/jwst-like';

/** The JWST-like file as an object far away: every read is a request, and so is the first look. */
class RemoteSource implements ByteSource {
  readonly label = 'jwst-like';
  reads = 0;
  bytes = 0;

  async size(): Promise<number> {
    return JWST_LIKE_SIZE;
  }

  async identity(): Promise<Identity> {
    return { kind: 'etag', etag: '"1"' };
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    this.reads += 1;
    this.bytes += length;
    await Promise.resolve();
    const bytes = jwstLikeContent(offset, length);
    options.onFill?.(length, bytes);
    return bytes;
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}

describe('through the span reader', () => {
  it('the HDU list of 84 MB and a section stay within their budgets', async () => {
    const source = new RemoteSource();
    const reader = new SpanReader(source, { meter: new Meter() });
    const index = new HduIndex(reader);
    expect((await index.hdu(6)).name).toBe('ASDF');
    expect(source.reads).toBeLessThanOrEqual(7);
    expect(source.bytes).toBeLessThanOrEqual(512 * 1024);

    const plane = openPlane(reader, await index.hdu(3), [], PLANE_TOOLS);
    const section = await plane.section({ x0: 100, y0: 200, x1: 104, y1: 202 });
    expect([...section.values]).toEqual(Array.from({ length: 8 }, () => 2147483648));
  });

  it('an abort reaches every read of a section', async () => {
    const reader = new SpanReader(new RemoteSource());
    const plane = openPlane(reader, await new HduIndex(reader).hdu(1), [], PLANE_TOOLS);
    const stop = new AbortController();
    const box = { x0: 0, y0: 0, x1: 2048, y1: 2048 };
    const section = plane.section(box, { signal: stop.signal });
    stop.abort();
    await expect(section).rejects.toMatchObject({ code: 'cancelled' });
  });
});
