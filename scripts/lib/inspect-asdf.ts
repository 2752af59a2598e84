import { dirname, join } from 'node:path';
import { yamlText } from '../../src/core/asdf/tree-text';
import type { Meter } from '../../src/core/bytes/meter';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { readReference, refused } from '../../src/extension/reference';
import { FileSource } from '../../src/platform/node/file-source';
import { formatBytes } from '../../src/protocol/figures';
import type { HduLine } from '../../src/protocol/methods';
import type { Content } from '../../src/worker/content';
import { NO_OTHER_FILES, type OtherFiles } from '../../src/worker/other-files';

/** Of a tree that is printed. */
const TREE_BYTES = 256 * 1024;

/** The arrays of an ASDF file, one a line. */
export function formatArrays(lines: readonly HduLine[]): string {
  return lines
    .map(({ index, name, dimensions, format, bytes, storage, picture }) => {
      const size = bytes === undefined ? '' : formatBytes(bytes);
      const note = typeof picture === 'object' && dimensions === '' ? picture.reason : '';
      const head = `${String(index).padStart(4)}  ${name.padEnd(32)} ${dimensions.padEnd(18)}`;
      return `${head} ${format.padEnd(20)} ${size.padStart(8)}  ${storage ?? ''}${note}`.trimEnd();
    })
    .join('\n');
}

/** The tree as YAML, up to some length. */
export async function inspectTree(content: Content, part: number, meter: Meter): Promise<string> {
  const { file } = await content.tree(content.format === 'ASDF' ? 0 : part, { meter });
  if (file.tree === undefined) {
    return '';
  }
  const { text, cut } = yamlText(file.tree, TREE_BYTES);
  return cut ? `${text}\n(cut)` : text;
}

/** What a file on this computer leads to; what is elsewhere leads nowhere here. */
export function filesBeside(path: string): OtherFiles {
  if (/^(?:https?|s3[an]?):/i.test(path)) {
    return NO_OTHER_FILES;
  }
  return {
    open: async (uri) => {
      const reference = readReference(uri);
      if (reference.kind === 'link') {
        throw refused(uri, 'which is not in its folder');
      }
      const source = new FileSource(join(dirname(path), ...reference.names));
      return new SpanReader(source, { local: true });
    },
  };
}
