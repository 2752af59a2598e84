import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../../src/core/transfer/checksum/base64';
import { combineCrcs } from '../../../../src/core/transfer/checksum/combine';
import { compositeOf } from '../../../../src/core/transfer/checksum/composite';
import {
  digestOf,
  isCombinable,
  type DigestAlgorithm,
} from '../../../../src/core/transfer/checksum/tools';
import { nodeChecksums } from '../../../../src/platform/node/checksums';
import truth from './checksums.json';

const ALGORITHMS: DigestAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'MD5'];
const tools = nodeChecksums();

/** As `make_checksums.py` makes them. */
function data(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i * 131 + (i >> 8) * 17);
}

const whole = data(1_500_001);

describe.each(ALGORITHMS)('%s', (algorithm) => {
  it("is that of AWS's library for bytes of many lengths", async () => {
    for (const expected of truth.digests) {
      const digest = await digestOf(tools, algorithm, data(expected.length));
      expect(toBase64(digest)).toBe(expected[algorithm]);
    }
  });

  it('is the same fed in pieces, with others under way at the same time', async () => {
    const [one, other] = [await tools.begin(algorithm), await tools.begin(algorithm)];
    for (let at = 0; at < whole.length; at += 70_001) {
      // The bytes may be changed once they were given.
      const piece = whole.slice(at, at + 70_001);
      one.update(piece);
      piece.fill(0);
      other.update(piece);
      await one.drained();
    }
    expect(toBase64(await one.digest())).toBe(truth.digests.at(-1)?.[algorithm]);
    other.discard();
  });

  it('is composed of those of the parts as S3 does it', async () => {
    const digests: Uint8Array[] = [];
    for (let at = 0; at < whole.length; at += truth.partLength) {
      digests.push(await digestOf(tools, algorithm, whole.subarray(at, at + truth.partLength)));
    }
    expect(toBase64(await compositeOf(tools, algorithm, digests))).toBe(
      truth.composites[algorithm],
    );
  });
});

describe.each(ALGORITHMS.filter(isCombinable))('%s of a whole', (algorithm) => {
  it('follows from those of pieces of any length, none among them', async () => {
    for (const lengths of [[], [1_500_001], [1, 1_500_000], [0, 65_536, 0, 7, 1_434_458]]) {
      let at = 0;
      const pieces = [];
      for (const length of lengths) {
        const bytes = whole.subarray(at, (at += length));
        pieces.push({ digest: await digestOf(tools, algorithm, bytes), length });
      }
      const expected = lengths.length === 0 ? truth.digests[0] : truth.digests.at(-1);
      expect(toBase64(combineCrcs(algorithm, pieces))).toBe(expected?.[algorithm]);
    }
  });
});

describe('base 64', () => {
  it('goes both ways as Node has it', () => {
    for (let length = 0; length < 70; length++) {
      const text = Buffer.from(data(length)).toString('base64');
      expect(toBase64(data(length))).toBe(text);
      expect(fromBase64(text)).toEqual(data(length));
    }
  });

  it('refuses what is none', () => {
    for (const text of ['A', 'AAA', 'A===', '====', 'AA=A', 'AA A', 'AAA-', 'AAAA\n']) {
      expect(fromBase64(text), text).toBeUndefined();
    }
  });
});
