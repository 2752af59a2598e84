import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ArrayContext } from '../../../src/core/asdf/array-context';
import type { AsdfFile } from '../../../src/core/asdf/asdf-file';
import { DecodedChunks } from '../../../src/core/asdf/blocks/decoded-chunks';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import { readReference } from '../../../src/extension/reference';
import { FileSource } from '../../../src/platform/node/file-source';
import { AsdfBlocks } from '../../../src/worker/asdf-blocks';
import { nodeTools } from '../../../src/worker/node-tools';

/** Opens a file that another one names. */
export type OpenNear = (uri: string) => Promise<ByteReader>;

/** The blocks of a file as the product opens them. */
export function contextOf(file: AsdfFile, openNear: OpenNear): ArrayContext {
  const { inflateStream, unpack } = nodeTools(tmpdir());
  const tools = { inflate: inflateStream, spools: unpack.spools, decoded: new DecodedChunks() };
  return new AsdfBlocks(file, tools, { open: openNear });
}

/** Follows what the product follows, without the network; `close` closes the files. */
export function filesNear(path: string): { open: OpenNear; close: () => Promise<void> } {
  const opened: FileSource[] = [];
  return {
    open: async (uri) => {
      const reference = readReference(uri);
      if (reference.kind === 'link') {
        throw new SkybucketError('bad-address', 'The golden runner does not use the network.');
      }
      const source = new FileSource(join(dirname(path), ...reference.names));
      opened.push(source);
      return Promise.resolve(new SpanReader(source, { local: true }));
    },
    close: async () => {
      await Promise.all(opened.map((source) => source.close()));
    },
  };
}
