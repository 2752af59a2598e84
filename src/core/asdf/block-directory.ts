import type { ReadOptions } from '../bytes/source';
import { SharedTask } from '../bytes/shared-task';
import { SkybucketError } from '../errors';
import type { BlockDirectory, BlockHeader } from './block';
import { endOfBlock, HEADER_LENGTH, parseBlockHeader } from './block-header';
import type { BlockIndex } from './block-index';
import { findFirstBlock } from './first-block';
import { hopBlocks, oddities, type BlockFile, type Hops } from './hop-blocks';

export interface BlocksStart {
  /** Of the first block, where it is known; `none` where it is known that there is none. */
  readonly first: number | 'none' | undefined;
  /** Where to look for it: the bytes before are known not to have it. */
  readonly from: number;
  /** What the end of the file says, to be compared with the blocks before it is believed. */
  readonly index: BlockIndex | undefined;
  readonly warning: string | undefined;
}

type Found = BlockHeader | SkybucketError;

const MOST_WARNINGS = 100;

const WRONG = 'The block index does not fit the blocks, so these were looked for one by one.';

/**
 * The blocks of a file by its block index, or by going from header to header where there is none.
 *
 * The index is believed where it begins with the first block after the tree, its first and last blocks
 * are there, and each block that is looked at ends where the next begins. Else the headers decide, as far
 * as they lead to the end of the file.
 */
export class FileBlocks implements BlockDirectory {
  private readonly told = new Set<string>();
  private readonly known = new Map<number, Found>();
  private readonly hopping = new SharedTask((options) => this.hop(options));
  private hopped: Hops | undefined;
  private index: BlockIndex | undefined;
  private verified = false;

  constructor(
    private readonly file: BlockFile,
    private readonly start: BlocksStart,
  ) {
    this.index = start.index;
    this.tell(start.warning === undefined ? [] : [start.warning]);
  }

  get warnings(): readonly string[] {
    return [...this.told];
  }

  async count(options: ReadOptions = {}): Promise<number> {
    await this.find([], options);
    return this.index?.offsets.length ?? this.hopped?.headers.length ?? 0;
  }

  async header(source: number, options: ReadOptions = {}): Promise<BlockHeader> {
    return this.pick(await this.find([source], options), 0);
  }

  headers(sources: readonly number[], options: ReadOptions = {}): Promise<BlockHeader>[] {
    const found = this.find(sources, options);
    // Of no headers at all, nobody waits for it.
    found.catch(() => undefined);
    return sources.map(async (_, place) => this.pick(await found, place));
  }

  private pick(found: readonly Found[], place: number): BlockHeader {
    const header = found[place];
    if (header === undefined || header instanceof SkybucketError) {
      throw header;
    }
    return header;
  }

  private async find(sources: readonly number[], options: ReadOptions): Promise<Found[]> {
    const { index } = this;
    if (index) {
      const count = index.offsets.length;
      const places = sources.map((source) => placeOf(source, count));
      if (await this.readIndexed(index, places, options)) {
        return places.map((place, at) => this.known.get(place) ?? noSuchBlock(sources[at], count));
      }
    }
    const { headers } = await this.hops(options);
    return sources.map(
      (source) => headers[placeOf(source, headers.length)] ?? noSuchBlock(source, headers.length),
    );
  }

  /** Reads these headers as the index has them, all at once; false where it is not to be believed. */
  private async readIndexed(
    index: BlockIndex,
    places: readonly number[],
    options: ReadOptions,
  ): Promise<boolean> {
    const last = index.offsets.length - 1;
    const wanted = new Set([...places, ...(this.verified ? [] : [0, last])]);
    const missing = [...wanted].filter((place) => place in index.offsets && !this.known.has(place));
    const read = await this.readAll(index, missing, options);
    if (this.index !== index) {
      // Somebody else has found out meanwhile that it is wrong.
      return false;
    }
    const wrongStart = !this.verified && !(await this.beginsRight(index, options));
    const broken = (place: number): boolean => read.get(place) instanceof SkybucketError;
    const misfits = [...read].filter(([place, found]) => !isInPlace(index, place, found));
    if (wrongStart || misfits.length > 0) {
      const { complete } = await this.hops(options);
      if (wrongStart || complete || broken(0) || broken(last)) {
        this.index = undefined;
        this.tell([WRONG]);
        return false;
      }
      this.tell(misfits.map(([place, found]) => misfit(place, found)));
    }
    read.forEach((found, place) => this.known.set(place, found));
    this.tell(
      [...read.values()].flatMap((one) => (one instanceof SkybucketError ? [] : oddities(one))),
    );
    this.verified = true;
    return true;
  }

  private async readAll(
    { offsets }: BlockIndex,
    places: readonly number[],
    options: ReadOptions,
  ): Promise<Map<number, Found>> {
    const { reader, loaded, size } = this.file;
    const spans = places.map((place) => ({ offset: offsets[place] ?? 0, length: HEADER_LENGTH }));
    const known = spans.map(({ offset, length }) => loaded.find(offset, length));
    const unknown = spans.filter((_, at) => known[at] === undefined);
    const asked = (await Promise.all(reader.readSpans(unknown, options))).values();
    const found = new Map<number, Found>();
    for (const [at, index] of places.entries()) {
      const bytes = known[at] ?? (asked.next().value as Uint8Array);
      const offset = offsets[index] ?? 0;
      found.set(index, tryParse(bytes, { index, offset, fileSize: size }));
    }
    return found;
  }

  private async beginsRight({ offsets }: BlockIndex, options: ReadOptions): Promise<boolean> {
    const { first, from } = this.start;
    // Padding longer than what was read with the tree: what it says is looked up, what is before it not.
    return first === undefined
      ? (offsets[0] ?? 0) >= from || (await this.hops(options)).headers[0]?.offset === offsets[0]
      : first === offsets[0];
  }

  private async hops(options: ReadOptions): Promise<Hops> {
    return (this.hopped ??= await this.hopping.join(options));
  }

  private async hop(options: ReadOptions): Promise<Hops> {
    const { first, from } = this.start;
    const at = first ?? (await findFirstBlock(this.file.reader, from, options)) ?? 'none';
    const hops: Hops =
      at === 'none'
        ? { headers: [], complete: true, warnings: [] }
        : await hopBlocks(this.file, at, options);
    this.tell(hops.warnings);
    return hops;
  }

  private tell(sentences: readonly string[]): void {
    sentences.forEach((sentence) => this.told.size < MOST_WARNINGS && this.told.add(sentence));
  }
}

function tryParse(...args: Parameters<typeof parseBlockHeader>): Found {
  try {
    return parseBlockHeader(...args);
  } catch (error) {
    if (error instanceof SkybucketError) {
      return error;
    }
    throw error;
  }
}

function isInPlace({ offsets, at }: BlockIndex, place: number, found: Found): boolean {
  return !(found instanceof SkybucketError) && endOfBlock(found) === (offsets[place + 1] ?? at);
}

function misfit(place: number, found: Found): string {
  return found instanceof SkybucketError
    ? found.message
    : `Block ${place} does not end where the block index says the next one begins.`;
}

/** 0-based place, negative ones from the end; -1 for what is no place. */
function placeOf(source: number, count: number): number {
  const place = source < 0 ? count + source : source;
  return Number.isInteger(place) && place >= 0 && place < count ? place : -1;
}

function noSuchBlock(source: number | undefined, count: number): SkybucketError {
  return new SkybucketError(
    'format',
    `The tree names block ${source}, but the file has ${count === 1 ? '1 block' : `${count} blocks`}.`,
    { hint: 'The file is damaged, or was cut short.' },
  );
}
