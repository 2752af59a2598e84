import type { ArrayContext } from '../core/asdf/array-context';
import type { ArrayInfo } from '../core/asdf/array';
import type { AsdfFile } from '../core/asdf/asdf-file';
import type { BlockBytes, BlockHeader } from '../core/asdf/block';
import type { BlockTools } from '../core/asdf/blocks/block-tools';
import { openBlock } from '../core/asdf/blocks/open-block';
import { openAsdf } from '../core/asdf/open-asdf';
import type { ByteReader } from '../core/bytes/reader';
import type { ReadOptions } from '../core/bytes/source';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';
import type { OtherFiles } from './other-files';

/** Blocks that stay open, with what is known of their chunks and was unpacked of them. */
const MOST_BLOCKS = 64;

/** Other files whose trees stay in memory. */
const MOST_FILES = 16;

/** A block and the file it is in. */
export interface BlockPlace {
  readonly reader: ByteReader;
  readonly header: BlockHeader;
}

/** The blocks of an ASDF file, and the first ones of those it refers to: each is opened once for all arrays in it. */
export class AsdfBlocks implements ArrayContext {
  /** Those used last stand last. */
  private readonly opened = new Map<string, KeptTask<BlockBytes>>();
  private readonly files = new Map<string, KeptTask<AsdfFile>>();
  private readonly agreed = new Set<string>();

  constructor(
    private readonly own: AsdfFile,
    private readonly tools: BlockTools,
    private readonly others: OtherFiles,
  ) {}

  async block(source: number, options: ReadOptions = {}): Promise<BlockBytes> {
    const header = await this.own.blocks.header(source, options);
    const key = blockKey(header);
    return this.kept(key, async () => ({ reader: this.own.reader, header })).get(options);
  }

  async file(uri: string, options: ReadOptions = {}): Promise<BlockBytes> {
    return this.kept(uriKey(uri), (reading) => this.firstBlock(uri, reading)).get(options);
  }

  /** The block an array is in; undefined for one that is in none. */
  async place({ source }: ArrayInfo, options: ReadOptions): Promise<BlockPlace | undefined> {
    switch (source.kind) {
      case 'block': {
        const header = await this.own.blocks.header(source.block, options);
        return { reader: this.own.reader, header };
      }
      case 'file':
        return this.firstBlock(source.uri, options);
      case 'inline':
      case 'fits':
        return undefined;
    }
  }

  /** The user wants an array and its mask read, whatever that costs. */
  async agree(array: ArrayInfo, options: ReadOptions): Promise<void> {
    const { source, mask } = array;
    if (source.kind === 'block') {
      const header = await this.own.blocks.header(source.block, options);
      this.agreed.add(blockKey(header));
      (await this.block(source.block, options)).agree();
    } else if (source.kind === 'file') {
      this.agreed.add(uriKey(source.uri));
      (await this.file(source.uri, options)).agree();
    }
    if (mask !== undefined && 'array' in mask) {
      await this.agree(mask.array, options);
    }
  }

  private kept(
    key: string,
    place: (options: ReadOptions) => Promise<BlockPlace>,
  ): KeptTask<BlockBytes> {
    const task =
      this.opened.get(key) ??
      new KeptTask(async (options) => {
        const { reader, header } = await place(options);
        const block = openBlock(reader, header, this.tools);
        if (this.agreed.has(key)) {
          block.agree();
        }
        return block;
      });
    keepLast(this.opened, key, task, MOST_BLOCKS);
    return task;
  }

  private async firstBlock(uri: string, options: ReadOptions): Promise<BlockPlace> {
    const task =
      this.files.get(uri) ??
      new KeptTask(async (reading) => openAsdf(await this.others.open(uri, reading), reading));
    keepLast(this.files, uri, task, MOST_FILES);
    const { reader, blocks } = await task.get(options);
    return { reader, header: await blocks.header(0, options) };
  }
}

function blockKey({ index }: BlockHeader): string {
  return `block ${index}`;
}

function uriKey(uri: string): string {
  return `file ${uri}`;
}
