import type { PlaneOptions } from '../core/image/plane';
import type { StructureReply } from '../protocol/methods';
import type { Content } from './content';
import { structureReply, unpackingReply } from './image-replies';
import type { OpenedFile } from './opened-file';

/** While HDUs are found or a file is unpacked, the list is sent at most this often. */
const MILLISECONDS_PER_LIST = 200;

/** And only once it has grown by this share, since the whole of it is sent and shown anew. */
const GROWTH_PER_LIST = 1.125;

/**
 * The parts of the file; what is known of them while they are found.
 *
 * @param open gives its content once it can be read.
 */
export async function structureOf(
  file: OpenedFile,
  open: (options: PlaneOptions) => Promise<Content>,
  options: PlaneOptions,
  now: () => number,
  progress: (reply: StructureReply) => Promise<void>,
): Promise<StructureReply> {
  let last = -Infinity;
  const isTime = (): boolean => {
    const due = now() - last >= MILLISECONDS_PER_LIST;
    last = due ? now() : last;
    return due;
  };

  const unwatch = file.watch((unpacking) => {
    if (isTime()) {
      void progress(unpackingReply(file, unpacking));
    }
  });
  const content = await open(options).finally(unwatch);

  let sent = 0;
  for await (const { count, more } of content.find(options)) {
    if (more && count >= sent * GROWTH_PER_LIST && isTime()) {
      sent = count;
      void progress(structureReply(file, content));
    }
  }
  return structureReply(file, content);
}
