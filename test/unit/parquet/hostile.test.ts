import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { decodeHybrid } from '../../../src/core/parquet/hybrid';
import { openParquet } from '../../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../../src/core/parquet/parquet-table';
import { readMetadata } from '../../../src/core/parquet/metadata';
import { fixture, local, random } from './support';

/** Reads all there is; true where it could be read, false for one clear sentence. */
async function survives(bytes: Uint8Array): Promise<boolean> {
  try {
    const table = new ParquetTable(await openParquet(local(bytes)));
    const all = table.columns.map(({ index }) => index);
    await table.read(0, Math.min(table.rows, 60), all, { mostElements: 100 });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SkybucketError);
    return false;
  }
}

function withFooter(footer: Uint8Array, length = footer.length): Uint8Array {
  const bytes = new Uint8Array(4 + footer.length + 8);
  bytes.set([0x50, 0x41, 0x52, 0x31]);
  bytes.set(footer, 4);
  new DataView(bytes.buffer).setUint32(4 + footer.length, length, true);
  bytes.set([0x50, 0x41, 0x52, 0x31], bytes.length - 4);
  return bytes;
}

describe('Parquet files that are broken or meant to harm', () => {
  it.each(['dictionary-snappy', 'pages-zstd-indexed', 'encodings-gzip-v2'])(
    'changed bytes of %s cost a sentence at most',
    async (name) => {
      const whole = fixture(name);
      const next = random(20240101);
      let read = 0;
      for (let i = 0; i < 80; i++) {
        const bytes = Uint8Array.from(whole);
        for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) {
          bytes[Math.floor(next() * (bytes.length - 8))] = Math.floor(next() * 256);
        }
        read += (await survives(bytes)) ? 1 : 0;
      }
      // Neither all nor none: the changes reach both footer and pages.
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(80);
    },
    120_000,
  );

  it('a file that was cut short says so', async () => {
    const whole = fixture('brotli');
    const opened = openParquet(local(whole.subarray(0, 20_000)));
    await expect(opened).rejects.toMatchObject({
      code: 'format',
      message: 'x.parquet does not end as a Parquet file does.',
    });
    await expect(openParquet(local(new Uint8Array(0)))).rejects.toMatchObject({ code: 'format' });
  });

  it('a footer longer than the file is refused', async () => {
    const opened = openParquet(local(withFooter(new Uint8Array(10), 4_000_000_000)));
    await expect(opened).rejects.toMatchObject({
      code: 'format',
      message: 'The footer of x.parquet should have 4000000000 bytes, but the file has only 22.',
    });
  });

  it.each([
    ['a number without end', new Uint8Array(1 << 20).fill(0xff).fill(0x16, 0, 1)],
    ['a list of two thousand million', Uint8Array.of(0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07)],
    ['structs within structs', new Uint8Array(1 << 20).fill(0x1c)],
    ['a text beyond the end', Uint8Array.of(0x18, 0xff, 0xff, 0x7f)],
    ['nothing', new Uint8Array(1)],
  ])('%s in the footer costs nothing', (_, footer) => {
    expect(() => readMetadata(footer)).toThrow(SkybucketError);
  });

  it('a run of a thousand million levels is cut where the page ends', () => {
    const run = Uint8Array.of(0x80, 0x94, 0xeb, 0xdc, 0x07, 1);
    expect(decodeHybrid(run, 1, 3)).toEqual(Int32Array.of(1, 1, 1));
    expect(() => decodeHybrid(Uint8Array.of(3), 1, 3)).toThrow(SkybucketError);
  });
});
