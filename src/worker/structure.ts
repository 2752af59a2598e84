import type { PlaneOptions } from '../core/image/plane';
import type { StructureReply } from '../protocol/methods';
import { structureReply, unpackingReply } from './image-replies';
import type { OpenedFile } from './opened-file';

/** While HDUs are found or a file is unpacked, the list is sent at most this often. */
const MILLISECONDS_PER_LIST = 200;

/** And only once it has grown by this share, since the whole of it is sent and shown anew. */
const GROWTH_PER_LIST = 1.125;

/** The HDUs of the file; what is known of them while they are found. */
export async function structureOf(
  file: OpenedFile,
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
  const { index } = await file.open(options).finally(unwatch);

  let sent = 0;
  for await (const hdu of index.all(options)) {
    const more = !index.complete || hdu.index + 1 < index.known.length;
    const grown = index.known.length >= sent * GROWTH_PER_LIST;
    if (more && grown && isTime()) {
      sent = index.known.length;
      void progress(structureReply(file, index));
    }
  }
  return structureReply(file, index);
}
