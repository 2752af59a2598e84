import { SkybucketError } from '../../core/errors';
import { formatBytes } from '../../protocol/figures';
import type { DroppedFile } from '../views/drop-controller';
import { LARGEST_WRITE } from './file-writer';

/**
 * The bytes of a file that a browser dropped, which gives them as a whole.
 *
 * @throws SkybucketError `local-file` for a folder and for what cannot be read, `too-large`
 */
export async function contentOf({ name, data }: DroppedFile): Promise<Uint8Array> {
  let content: Uint8Array;
  try {
    content = await data();
  } catch (cause) {
    throw new SkybucketError('local-file', `“${name}” cannot be read.`, {
      hint: 'A browser gives no folders: “Upload Folder…” of the menu takes them.',
      cause,
    });
  }
  if (content.length > LARGEST_WRITE) {
    const [size, most] = [formatBytes(content.length), formatBytes(LARGEST_WRITE)];
    throw new SkybucketError(
      'too-large',
      `“${name}” has ${size}; files of up to ${most} can be dropped from a browser.`,
      { hint: '“Upload Files…” of the menu sends larger ones in parts.' },
    );
  }
  return content;
}
