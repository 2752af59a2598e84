import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openPlane } from '../../../../src/core/fits/image-plane';
import { HduIndex } from '../../../../src/core/fits/hdu-index';
import { openTable } from '../../../../src/core/fits/tables/open-table';
import { cardsOf, Header } from '../../../../src/core/fits/header';
import { loadWcsTables } from '../../../../src/core/sky/fits/load-tables';
import { readFitsWcs } from '../../../../src/core/sky/fits/read-wcs';
import type { WcsTables } from '../../../../src/core/sky/fits/table-needs';
import { nodeTools } from '../../../../src/worker/node-tools';
import { tmpdir } from 'node:os';
import { withReader } from '../../../golden/open';
import { columns, worldMiss, type Value } from './support/compare';

const GOLDEN = fileURLToPath(new URL('../../../../../shared/golden/', import.meta.url));

interface Points {
  readonly pixel: Value[][];
  readonly world: Value[][];
  readonly core_only_world: Value[][];
}
interface WcsTruth {
  readonly error?: string;
  readonly lng: number;
  readonly points?: Points;
}
interface HduTruth {
  readonly wcs?: Readonly<Record<string, WcsTruth>>;
}
interface Truth extends HduTruth {
  readonly separator?: string;
  readonly hdus?: readonly HduTruth[];
}

const FILES = ['wcs', 'fits'].flatMap((kind) => {
  const folder = join(GOLDEN, 'truth', kind);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(kind, name)) : [];
});

function compare(header: Header, tables: WcsTables, key: string, truth: WcsTruth): void {
  const alternate = key === 'primary' ? ' ' : key;
  const wcs = readFitsWcs(header, { alternate, tables });
  const core = readFitsWcs(header, { alternate, tables, core: true });
  if (truth.points === undefined) {
    expect(wcs).toHaveProperty('problem');
    return;
  }
  if (wcs === undefined || 'problem' in wcs || core === undefined || 'problem' in core) {
    expect.fail(`${key}: ${JSON.stringify(wcs)}`);
  }
  const { pixel, world, core_only_world: coreWorld } = truth.points;
  const pixels = columns(pixel);
  const sky = wcs.celestial;
  expect(worldMiss(core.toWorld(pixels), columns(coreWorld), sky)).toBeLessThan(1e-9);
  const found = wcs.toWorld(pixels);
  expect(worldMiss(found, columns(world), sky)).toBeLessThan(tables.size > 0 ? 1e-6 : 1e-9);
  const back = wcs.toPixel(found);
  const limit = tables.size > 0 ? 1e-4 : 1e-6;
  back.forEach((values, i) =>
    values.forEach((value, k) => {
      if (!found.some((column) => Number.isNaN(column[k]))) {
        expect(Math.abs(value - (pixels[i]?.[k] as number))).toBeLessThan(limit);
      }
    }),
  );
}

describe.skipIf(FILES.length === 0)('the coordinates of the golden files', () => {
  it.each(FILES)('%s', async (name) => {
    const truth = JSON.parse(readFileSync(join(GOLDEN, 'truth', name), 'utf8')) as Truth;
    const path = join(GOLDEN, name.slice(0, -5));
    if (truth.wcs) {
      const text = readFileSync(path, 'latin1');
      const lines =
        truth.separator === 'newline' ? text.split('\n') : (text.match(/[^]{1,80}/g) ?? []);
      const records = lines.filter((line) => line !== '').map((line) => line.padEnd(80));
      for (const [key, wcs] of Object.entries(truth.wcs)) {
        compare(new Header(cardsOf(records)), new Map(), key, wcs);
      }
      return;
    }
    if (!truth.hdus?.some(({ wcs }) => wcs)) {
      return;
    }
    await withReader(path, async (reader) => {
      const index = new HduIndex(reader);
      const { inflate, tiles } = nodeTools(tmpdir());
      const tools = {
        planeOf: (hdu: Parameters<typeof openTable>[1]) => openPlane(reader, hdu, [], { tiles }),
        tableOf: (hdu: Parameters<typeof openTable>[1]) => openTable(reader, hdu, inflate),
      };
      for (const [n, { wcs }] of truth.hdus?.entries() ?? []) {
        for (const [key, each] of Object.entries(wcs ?? {})) {
          const { header } = await index.hdu(n);
          const alternate = key === 'primary' ? ' ' : key;
          const tables = await loadWcsTables(index, header, tools, { alternate });
          compare(header, tables, key, each);
        }
      }
    });
  });
});
