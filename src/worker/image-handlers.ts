import type { ByteReader } from '../core/bytes/reader';
import { SkybucketError } from '../core/errors';
import { axisLinesOf } from '../core/fits/axis';
import type { Hdu } from '../core/fits/hdu';
import { histogramOf } from '../core/image/histogram';
import { filledValues } from '../core/image/limits';
import type { OverviewStep } from '../core/image/overview';
import type { PlaneOptions } from '../core/image/plane';
import type { PlaneView } from '../core/image/plane-view';
import { statistics } from '../core/image/statistics';
import type { OverviewProgress, PlaneRef } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import { checkBins, checkBox, checkSize, checkTable } from './bounds';
import { checksumHandlers } from './checksum-handlers';
import {
  gridReply,
  headerReply,
  overviewProgress,
  planeReply,
  statisticsReply,
} from './image-replies';
import { lineHandlers } from './line-handlers';
import type { ImageMethods } from './methods';
import { OpenedFile } from './opened-file';
import { lastStep } from './overview-step';
import { PlaneViews } from './plane-views';
import { structureOf } from './structure';
import { tableHandlers } from './table-handlers';
import type { WorkerTools } from './tools';

/** Answers what is asked about one version of a FITS file. */
export function imageHandlers(
  reader: ByteReader,
  tools: WorkerTools,
  now: () => number = () => performance.now(),
): RpcHandlers<ImageMethods> {
  const file = new OpenedFile(reader, tools.unpack);
  let views: PlaneViews | undefined;

  const open = async (
    ref: PlaneRef,
    options: PlaneOptions,
  ): Promise<{ hdu: Hdu; view: PlaneView; views: PlaneViews }> => {
    const { index, reader: unpacked } = await file.open(options);
    const hdu = await index.hdu(ref.hdu, options);
    views ??= new PlaneViews(unpacked, tools);
    return { hdu, view: await views.of(hdu, ref, options), views };
  };

  return {
    ...tableHandlers(file.open, tools.inflate),
    ...lineHandlers(open),
    ...checksumHandlers(file.open),

    structure: async ({ readWhole }, { signal, progress }) => {
      if (readWhole) {
        file.agree();
      }
      return structureOf(file, { signal }, now, progress);
    },

    header: async ({ hdu, stored }, { signal }) => {
      const { index } = await file.open({ signal });
      return headerReply(await index.hdu(hdu, { signal }), stored ?? false);
    },

    plane: async (ref, { signal }) => {
      const { hdu, view, views } = await open(ref, { signal });
      const axes = await views.axesOf(hdu, ref, { signal });
      // What the header says of axes is said of the image, not of the arrays in cells.
      const unnamed = axes.map((length) => ({ length, name: '', unit: '', linear: undefined }));
      return planeReply(view.plane, axes, ref.cell ? unnamed : axisLinesOf(hdu));
    },

    overview: async ({ width, height, budget, ...ref }, { signal, progress }) => {
      checkSize({ width, height });
      const { view } = await open(ref, { signal });
      const steps = view.overview({ width, height }, { signal, budget });
      const reply = (step: OverviewStep): OverviewProgress => overviewProgress(step, view.problems);
      return reply(await lastStep(steps, (step) => void progress(reply(step))));
    },

    tile: async ({ step, x0, y0, x1, y1, ...ref }, { signal }) => {
      const { view } = await open(ref, { signal });
      return gridReply(await view.tile({ x0, y0, x1, y1 }, step, { signal }), view.problems);
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
