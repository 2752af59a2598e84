import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { arrayPlane } from '../../../../src/core/asdf/array-plane';
import { isComplex, isStructured, isText } from '../../../../src/core/asdf/datatype';
import { openArray } from '../../../../src/core/asdf/open-array';
import { SkybucketError } from '../../../../src/core/errors';
import { openFile } from './support/open';
import { sections } from './support/values';

interface ArrayTruth {
  readonly path: string;
  readonly refused?: boolean;
  readonly unit?: string;
  readonly error?: string;
  readonly decoded_shape?: readonly number[];
  readonly stats?: {
    readonly sha256_f64le: string;
    readonly section?: {
      readonly [edge in 'x0' | 'x1' | 'y0' | 'y1']: number;
    } & { readonly sha256_f64le: string };
  };
}

const OWN = fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url));

const FILES = ['asdf', 'roman'].flatMap((kind) => {
  const folder = join(OWN, 'truth', kind);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.asdf.json'))
    .map((name) => ({
      name: join(kind, name.slice(0, -5)),
      file: join(OWN, kind, name.slice(0, -5)),
      truth: join(folder, name),
    }));
});

/** The truth has an array once for each alias that leads to it. */
const ALIASES = new Set(['/b/data', '/again']);

function sha256(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  Array.from(values).forEach((value, i) => {
    // One of the many NaN.
    const bits = Number.isNaN(value) ? 0x7ff8000000000000n : undefined;
    if (bits === undefined) {
      view.setFloat64(8 * i, value, true);
    } else {
      view.setBigUint64(8 * i, bits, true);
    }
  });
  return createHash('sha256').update(new Uint8Array(view.buffer)).digest('hex');
}

describe('the arrays of the golden files', () => {
  it.each(FILES)('$name', async ({ file, truth }) => {
    const { arrays = [] } = JSON.parse(readFileSync(truth, 'utf8')) as { arrays?: ArrayTruth[] };
    if (arrays.length === 0) {
      return;
    }
    const opened = await openFile(new Uint8Array(readFileSync(file)), (uri) => {
      return new Uint8Array(readFileSync(join(file, '..', uri)));
    });
    for (const { path, refused, unit, error, decoded_shape: shape, stats } of arrays) {
      const plain = path.slice(1);
      const entry = opened.entries.find(
        (other) => other.path === plain || `${other.path}/value` === plain,
      );
      expect(entry !== undefined || ALIASES.has(path), path).toBe(true);
      if (!entry || error?.startsWith('fits') || (error && !refused)) {
        continue;
      }
      if (refused) {
        const why =
          'problem' in entry.array
            ? entry.array.problem
            : await openArray(entry.array, opened.context)
                .then(sections)
                .catch((thrown: unknown) => thrown);
        expect(typeof why === 'string' || why instanceof SkybucketError, path).toBe(true);
        continue;
      }
      if ('problem' in entry.array) {
        throw new Error(`${path}: ${entry.array.problem}`);
      }
      const array = await openArray(entry.array, opened.context);
      expect(array.shape, path).toEqual(shape);
      expect(array.unit, path).toBe(unit);
      const { datatype } = array;
      if (stats && !isStructured(datatype) && !isText(datatype) && !isComplex(datatype)) {
        expect(sha256(await sections(array)), path).toBe(stats.sha256_f64le);
        if (stats.section) {
          const { values } = await arrayPlane(array, []).section(stats.section);
          expect(sha256(values), `${path} section`).toBe(stats.section.sha256_f64le);
        }
      }
    }
  });
});
