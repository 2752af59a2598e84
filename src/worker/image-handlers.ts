import type { ByteReader } from '../core/bytes/reader';
import { SkybucketError } from '../core/errors';
import type { Hdu } from '../core/fits/hdu';
import { HduIndex } from '../core/fits/hdu-index';
import { histogramOf } from '../core/image/histogram';
import { filledValues } from '../core/image/limits';
import type { OverviewStep } from '../core/image/overview';
import type { PlaneOptions } from '../core/image/plane';
import type { PlaneView } from '../core/image/plane-view';
import { statistics } from '../core/image/statistics';
import type { PlaneRef, StructureReply } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import { checkBins, checkBox, checkSize, checkTable } from './bounds';
import {
  gridReply,
  headerReply,
  overviewProgress,
  statisticsReply,
  structureReply,
} from './image-replies';
import type { ImageMethods } from './methods';
import { PlaneViews } from './plane-views';

/** While HDUs are found, the list is sent at most this often. */
const MILLISECONDS_PER_LIST = 200;

/** And only once it has grown by this share, since the whole of it is sent and shown anew. */
const GROWTH_PER_LIST = 1.125;

/** Answers what is asked about one version of a FITS file. */
export function imageHandlers(
  reader: ByteReader,
  now: () => number = () => performance.now(),
): RpcHandlers<ImageMethods> {
  const index = new HduIndex(reader);
  const views = new PlaneViews(reader);

  const open = async (
    ref: PlaneRef,
    options: PlaneOptions,
  ): Promise<{ hdu: Hdu; view: PlaneView }> => {
    const hdu = await index.hdu(ref.hdu, options);
    return { hdu, view: views.of(hdu, ref.slice) };
  };

  return {
    structure: (_, { signal, progress }) => listHdus(index, { signal }, now, progress),

    header: async ({ hdu }, { signal }) => headerReply(await index.hdu(hdu, { signal })),

    plane: async (ref, { signal }) => {
      const { hdu, view } = await open(ref, { signal });
      const { width, height, unit, bytesPerRow, local } = view.plane;
      return { width, height, unit, bytesPerRow, local, axes: hdu.axes.slice(2) };
    },

    overview: async ({ width, height, budget, ...ref }, { signal, progress }) => {
      checkSize({ width, height });
      const { view } = await open(ref, { signal });
      const steps = view.overview({ width, height }, { signal, budget });
      return overviewProgress(
        await lastStep(steps, (step) => void progress(overviewProgress(step))),
      );
    },

    tile: async ({ step, x0, y0, x1, y1, ...ref }, { signal }) => {
      const { view } = await open(ref, { signal });
      return gridReply(await view.tile({ x0, y0, x1, y1 }, step, { signal }));
    },

    value: async ({ x, y, ...ref }, { signal }) => {
      const { view } = await open(ref, { signal });
      return { text: await view.plane.exact(x, y, { signal }) };
    },

    pixels: async ({ x0, y0, x1, y1, ...ref }, { signal }) => {
      const { view } = await open(ref, { signal });
      const box = { x0, y0, x1, y1 };
      checkTable(view.plane, box);
      return { texts: await view.plane.exactBox(box, { signal }) };
    },

    histogram: async ({ low, high, bins, ...ref }, { signal }) => {
      checkBins({ low, high, bins });
      const { view } = await open(ref, { signal });
      const grid = view.values;
      if (grid === undefined) {
        throw new SkybucketError('protocol', 'No picture has been made yet of this image.', {
          hint: 'A histogram counts the values of the picture; try again when it is there.',
          retryable: true,
        });
      }
      return histogramOf(filledValues(grid), low, high, bins);
    },

    statistics: async ({ x0, y0, x1, y1, ...ref }, { signal, progress }) => {
      const { view } = await open(ref, { signal });
      const box = { x0, y0, x1, y1 };
      checkBox(view.plane, box);
      for await (const step of statistics(view.plane, box, { signal })) {
        if (step.pixels === step.pixelsInBox) {
          return statisticsReply(step);
        }
        void progress(statisticsReply(step));
      }
      throw new Error('Statistics ended before they were done.');
    },
  };
}

async function listHdus(
  index: HduIndex,
  options: PlaneOptions,
  now: () => number,
  progress: (reply: StructureReply) => Promise<void>,
): Promise<StructureReply> {
  let last = -Infinity;
  let sent = 0;
  for await (const hdu of index.all(options)) {
    const more = !index.complete || hdu.index + 1 < index.known.length;
    const grown = index.known.length >= sent * GROWTH_PER_LIST;
    if (more && grown && now() - last >= MILLISECONDS_PER_LIST) {
      last = now();
      sent = index.known.length;
      void progress(structureReply(index));
    }
  }
  return structureReply(index);
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
