import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySource } from '../../../../../src/core/bytes/memory-source';
import type { ByteReader } from '../../../../../src/core/bytes/reader';
import { SpanReader } from '../../../../../src/core/bytes/span-reader';
import type { BlockHeader } from '../../../../../src/core/asdf/block';
import type { BlockTools } from '../../../../../src/core/asdf/blocks/block-tools';
import { DecodedChunks } from '../../../../../src/core/asdf/blocks/decoded-chunks';
import { OpenSpools } from '../../../../../src/core/asdf/blocks/open-spools';
import { inflateStream } from '../../../../../src/platform/node/inflate-stream';
import { NodeSpools } from '../../../../../src/platform/node/spool';

const FOLDER = new URL('../../../../fixtures/asdf-blocks/', import.meta.url);

/** What the script beside the files knows of them. */
export interface BlockTruth {
  readonly dataOffset: number;
  readonly compression: string;
  readonly allocated: number;
  readonly used: number;
  readonly size: number;
  readonly sha256: string;
}

export const BLOCK_TRUTH = JSON.parse(
  readFileSync(new URL('truth.json', FOLDER), 'utf8'),
) as Readonly<Record<string, BlockTruth>>;

export function fileBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** The header of a block whose data begin at `dataOffset` of the file. */
export function headerOf(
  compression: string,
  used: number,
  size: number,
  more: Partial<BlockHeader> = {},
): BlockHeader {
  const dataOffset = more.dataOffset ?? 54;
  return {
    index: 0,
    offset: dataOffset - 54,
    dataOffset,
    streamed: false,
    compression,
    allocated: used,
    used,
    size,
    checksum: undefined,
    available: used,
    ...more,
  };
}

export function truthHeader(name: string, more: Partial<BlockHeader> = {}): BlockHeader {
  const truth = BLOCK_TRUTH[name];
  if (!truth) {
    throw new Error(`There is no ${name}.`);
  }
  const { compression, used, size, dataOffset } = truth;
  return headerOf(compression, used, size, { dataOffset, ...more });
}

export function localReader(bytes: Uint8Array): ByteReader {
  return new SpanReader(new MemorySource('test.asdf', bytes), { local: true });
}

export interface TestTools extends BlockTools {
  readonly spools: OpenSpools;
}

export function blockTools(mostBytes?: number): TestTools {
  const folder = join(tmpdir(), 'skybucket-test-blocks');
  return {
    inflate: inflateStream,
    spools: new OpenSpools(new NodeSpools(folder)),
    decoded: new DecodedChunks(mostBytes),
  };
}
