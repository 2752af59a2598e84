import type { ArrayEntry, ArrayInfo } from '../../../../../src/core/asdf/array';
import type { ArrayContext } from '../../../../../src/core/asdf/array-context';
import { arraysOf } from '../../../../../src/core/asdf/arrays';
import type { BlockBytes } from '../../../../../src/core/asdf/block';
import { openBlock } from '../../../../../src/core/asdf/blocks/open-block';
import { openArray, type OpenedArray } from '../../../../../src/core/asdf/open-array';
import { openAsdf } from '../../../../../src/core/asdf/open-asdf';
import { blockTools, localReader } from '../../blocks/support/blocks';

export interface OpenedFile {
  readonly entries: readonly ArrayEntry[];
  readonly context: ArrayContext;
}

/** @param other the bytes of another file that this one names. */
export async function openFile(
  bytes: Uint8Array,
  other?: (uri: string) => Uint8Array,
): Promise<OpenedFile> {
  const file = await openAsdf(localReader(bytes));
  const tools = blockTools();
  const blocks = new Map<number, BlockBytes>();
  const context: ArrayContext = {
    block: async (source) => {
      const header = await file.blocks.header(source);
      const block = blocks.get(header.index) ?? openBlock(file.reader, header, tools);
      blocks.set(header.index, block);
      return block;
    },
    file: async (uri) => {
      if (other === undefined) {
        throw new Error(`Nobody has ${uri}.`);
      }
      return (await openFile(other(uri))).context.block(0);
    },
  };
  return { entries: arraysOf(file.tree), context };
}

export function entryAt({ entries }: OpenedFile, path: string): ArrayEntry {
  const entry = entries.find((other) => other.path === path);
  if (!entry) {
    throw new Error(`There is no ${path}.`);
  }
  return entry;
}

export function infoOf({ array, path }: ArrayEntry): ArrayInfo {
  if ('problem' in array) {
    throw new Error(`${path}: ${array.problem}`);
  }
  return array;
}

export function openAt(file: OpenedFile, path: string): Promise<OpenedArray> {
  return openArray(infoOf(entryAt(file, path)), file.context);
}
