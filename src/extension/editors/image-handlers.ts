import type { ReadOptions } from '../../core/bytes/source';
import { SkybucketError } from '../../core/errors';
import type { Hdu } from '../../core/fits/hdu';
import { openImagePlane } from '../../core/fits/image-plane';
import { overview, type OverviewStep } from '../../core/image/overview';
import type { Plane } from '../../core/image/plane';
import { readTile } from '../../core/image/tile';
import type { PlaneRef, StructureReply } from '../../protocol/methods';
import type { Handlers } from '../../protocol/rpc';
import type { ImageContent, ImageFile } from './image-file';
import { gridReply, headerReply, overviewProgress, structureReply } from './image-replies';

/** While HDUs are found, the list is sent at most this often. */
const MILLISECONDS_PER_LIST = 200;

/** And only once it has grown by this share, since the whole of it is sent and shown anew. */
const GROWTH_PER_LIST = 1.125;

/** What the viewer may do beyond its own file. */
export interface Actions {
  copy(text: string): Promise<void>;
  download(): Promise<void>;
}

/** Answers what the webview of an image asks. */
export function imageHandlers(
  file: ImageFile,
  actions: Actions,
  now: () => number = () => performance.now(),
): Handlers {
  const reading = (signal: AbortSignal): ReadOptions => ({ signal, meter: file.meter });

  return {
    structure: (_, { signal, progress }) =>
      file.begin(({ title, index }) =>
        listHdus(file, title, index, reading(signal), { now, progress }),
      ),

    header: ({ hdu }, { signal }) =>
      file.use(async ({ index }) => headerReply(await index.hdu(hdu, reading(signal)))),

    plane: (ref, { signal }) =>
      file.use(async (content) => {
        const { hdu, plane } = await planeOf(content, ref, reading(signal));
        const { width, height, unit } = plane;
        return { width, height, unit, axes: hdu.axes.slice(2) };
      }),

    overview: ({ width, height, ...ref }, { signal, progress }) =>
      file.use(async (content) => {
        const options = reading(signal);
        const { plane } = await planeOf(content, ref, options);
        const steps = overview(plane, { width, height }, options);
        return overviewProgress(
          await lastStep(
            steps,
            latest((step) => progress(overviewProgress(step))),
          ),
        );
      }),

    tile: ({ step, x0, y0, x1, y1, ...ref }, { signal }) =>
      file.use(async (content) => {
        const options = reading(signal);
        const { plane } = await planeOf(content, ref, options);
        return gridReply(await readTile(plane, { x0, y0, x1, y1 }, step, options));
      }),

    value: ({ x, y, ...ref }, { signal }) =>
      file.use(async (content) => {
        const options = reading(signal);
        const { plane } = await planeOf(content, ref, options);
        return { text: await plane.exact(x, y, options) };
      }),

    copy: async ({ text }) => {
      await actions.copy(text);
      return null;
    },

    download: async () => {
      await actions.download();
      return null;
    },
  };
}

/** Leaves out what comes while an earlier one is on its way: over a slow line they would pile up. */
function latest<T>(report: (value: T) => Promise<void>): (value: T) => void {
  let underWay = false;
  return (value) => {
    if (!underWay) {
      underWay = true;
      void report(value).finally(() => {
        underWay = false;
      });
    }
  };
}

async function listHdus(
  file: ImageFile,
  title: string,
  index: ImageContent['index'],
  options: ReadOptions,
  { now, progress }: { now: () => number; progress: (reply: StructureReply) => Promise<void> },
): Promise<StructureReply> {
  let last = -Infinity;
  let sent = 0;
  for await (const hdu of index.all(options)) {
    await file.sizeOf(index, await index.reader.size(options));
    const more = !index.complete || hdu.index + 1 < index.known.length;
    const grown = index.known.length >= sent * GROWTH_PER_LIST;
    if (more && grown && now() - last >= MILLISECONDS_PER_LIST) {
      last = now();
      sent = index.known.length;
      void progress(structureReply(title, index));
    }
  }
  return structureReply(title, index);
}

async function planeOf(
  { index }: ImageContent,
  { hdu, slice }: PlaneRef,
  options: ReadOptions,
): Promise<{ hdu: Hdu; plane: Plane }> {
  const found = await index.hdu(hdu, options);
  return { hdu: found, plane: openImagePlane(index.reader, found, slice) };
}

/**
 * Reports every step but the last, which it returns. A file that ends early shows what it has: that
 * it is cut short stands among its warnings.
 */
async function lastStep(
  steps: AsyncIterable<OverviewStep>,
  report: (step: OverviewStep) => void,
): Promise<OverviewStep> {
  let last: OverviewStep | undefined;
  try {
    for await (const step of steps) {
      if (step.done < 1) {
        report(step);
      } else {
        last = step;
      }
    }
  } catch (error) {
    const partly = error instanceof SkybucketError && error.code === 'truncated';
    if (!partly || !last?.grid.filled.includes(1)) {
      throw error;
    }
  }
  if (last === undefined) {
    throw new Error('An overview ended before it was done.');
  }
  return last;
}
