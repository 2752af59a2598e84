import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { MemorySource } from '../../src/core/bytes/memory-source';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { SkybucketError } from '../../src/core/errors';
import { nodeTools } from '../../src/worker/node-tools';
import { OpenedFile } from '../../src/worker/opened-file';
import { generated } from './generated';
import { heapCells, type HeapCell } from './layout';

/** Longer files are left out: many cases of small ones find more. */
const LONGEST = 100_000;
/** The same for what packed ones hold. */
const LONGEST_CONTENT = 180_000;

/** Where the header and the data of an HDU are. */
export interface Part {
  readonly header: number;
  readonly data: number;
  readonly end: number;
  readonly heap: readonly HeapCell[];
}

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Empty for a file that is compressed as a whole. */
  readonly parts: readonly Part[];
}

/** Files to start from, in a stable order. */
export async function corpus(root: string): Promise<Seed[]> {
  const folders = [join(root, 'test/fixtures/golden'), join(root, '../shared/golden/fits')];
  const paths = folders.filter((folder) => existsSync(folder)).flatMap(filesIn);
  const seeds: Seed[] = [];
  for (const path of paths.sort()) {
    const bytes = new Uint8Array(readFileSync(path));
    seeds.push(...(await seedsOf(relative(root, path), bytes)));
  }
  for (const { name, bytes } of generated()) {
    seeds.push(...(await seedsOf(name, bytes)));
  }
  return seeds;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:fits?|fts|fz|std)(?:\.(?:gz|bz2|Z))?$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= LONGEST);
}

/** The file, and where it is compressed as a whole what it holds as well. */
async function seedsOf(name: string, bytes: Uint8Array): Promise<Seed[]> {
  const reader = new SpanReader(new MemorySource(name, bytes), { local: true });
  const file = new OpenedFile(reader, nodeTools(tmpdir()).unpack);
  try {
    const { index, reader: unpacked } = await file.open({});
    const size = await unpacked.size();
    const content = (await unpacked.read(0, size)).slice();
    const parts: Part[] = [];
    for await (const { headerOffset, dataOffset, dataSize } of index.all()) {
      const data = Math.min(dataOffset, size);
      const end = Math.min(dataOffset + dataSize, size);
      const heap = heapCells(content, headerOffset, data);
      parts.push({ header: headerOffset, data, end, heap });
    }
    if (file.compression === undefined) {
      return [{ name, bytes, parts }];
    }
    const packed: Seed = { name, bytes, parts: [] };
    return size > LONGEST_CONTENT
      ? [packed]
      : [packed, { name: `${name} unpacked`, bytes: content, parts }];
  } catch (error) {
    if (error instanceof SkybucketError) {
      return [{ name, bytes, parts: [] }];
    }
    throw error;
  } finally {
    await file.close();
  }
}
