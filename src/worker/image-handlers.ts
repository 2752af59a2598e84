import type { ByteReader } from '../core/bytes/reader';
import { SkybucketError } from '../core/errors';
import { histogramOf } from '../core/image/histogram';
import { filledValues } from '../core/image/limits';
import type { OverviewStep } from '../core/image/overview';
import type { PlaneOptions } from '../core/image/plane';
import type { PlaneView } from '../core/image/plane-view';
import { statistics } from '../core/image/statistics';
import type { OverviewProgress, PlaneRef } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import { checkBins, checkBox, checkSize, checkTable } from './bounds';
import { gridReply, overviewProgress, planeReply, statisticsReply } from './image-replies';
import type { Content } from './content';
import { cutoutHandlers } from './cutout-handlers';
import { footprintHandlers } from './footprint-handlers';
import { lineHandlers } from './line-handlers';
import { markerHandlers } from './marker-handlers';
import { orNoMask } from './mask-replies';
import type { ImageMethods } from './methods';
import { openContent } from './open-content';
import { OpenedFile } from './opened-file';
import { NO_OTHER_FILES, type OtherFiles } from './other-files';
import { OtherContents } from './other-contents';
import { lastStep } from './overview-step';
import { partHandlers } from './part-handlers';
import { PlaneViews } from './plane-views';
import { positionHandlers } from './position-handlers';
import { regionHandlers } from './region-handlers';
import { skyHandlers } from './sky-handlers';
import { structureOf } from './structure';
import { tableQuestions } from './table-handlers';
import type { WorkerTools } from './tools';
import { treeHandlers } from './tree-handlers';
import { wcsOf } from './wcs-of';

/**
 * Answers what is asked about one version of a file.
 *
 * @param others opens what the file says is in other files.
 */
export function imageHandlers(
  reader: ByteReader,
  tools: WorkerTools,
  now: () => number = () => performance.now(),
  others: OtherFiles = NO_OTHER_FILES,
): RpcHandlers<ImageMethods> {
  const file = new OpenedFile(reader, tools.unpack);
  const otherContents = new OtherContents(others, tools);
  let content: Content | undefined;
  let views: PlaneViews | undefined;

  const contentOf = async (options: PlaneOptions): Promise<Content> => {
    const opened = await file.open(options);
    return (content ??= openContent(opened, tools, others));
  };
  const viewsOf = async (options: PlaneOptions): Promise<PlaneViews> =>
    (views ??= new PlaneViews(await contentOf(options), otherContents));
  const wcs = wcsOf(contentOf);
  const open = async (ref: PlaneRef, options: PlaneOptions): Promise<PlaneView> =>
    (await viewsOf(options)).of(ref, options);

  return {
    ...partHandlers(contentOf),
    ...tableQuestions(async (hdu, options) => (await contentOf(options)).table(hdu, options)),
    ...footprintHandlers(async (hdu, options) => (await contentOf(options)).table(hdu, options)),
    ...treeHandlers(async (hdu, options) => (await contentOf(options)).tree(hdu, options)),
    ...lineHandlers(open),
    ...positionHandlers(wcs),
    ...skyHandlers(wcs, open),
    ...regionHandlers(open, wcs, contentOf),
    ...cutoutHandlers(contentOf, open),
    ...markerHandlers(contentOf, otherContents, wcs),

    structure: async ({ readWhole }, { signal, progress }) => {
      if (readWhole) {
        file.agree();
      }
      return structureOf(file, contentOf, { signal }, now, progress);
    },

    plane: async (ref, { signal }) => {
      const views = await viewsOf({ signal });
      const { plane } = await views.of(ref, { signal });
      const { axes, axisLines } = await views.planes(ref, { signal });
      const content = await contentOf({ signal });
      const mask =
        ref.cell || ref.match ? undefined : await orNoMask(content.mask(ref, { signal }));
      return planeReply(plane, axes, axisLines, mask);
    },

    overview: async ({ width, height, budget, ...ref }, { signal, progress }) => {
      checkSize({ width, height });
      const view = await open(ref, { signal });
      const steps = view.overview({ width, height }, { signal, budget });
      const reply = (step: OverviewStep): OverviewProgress => overviewProgress(step, view.problems);
      return reply(await lastStep(steps, (step) => void progress(reply(step))));
    },

    tile: async ({ step, x0, y0, x1, y1, ...ref }, { signal }) => {
      const view = await open(ref, { signal });
      return gridReply(await view.tile({ x0, y0, x1, y1 }, step, { signal }), view.problems);
    },

    value: async ({ x, y, ...ref }, { signal }) => {
      const view = await open(ref, { signal });
      return { text: await view.plane.exact(x, y, { signal }) };
    },

    pixels: async ({ x0, y0, x1, y1, ...ref }, { signal }) => {
      const view = await open(ref, { signal });
      const box = { x0, y0, x1, y1 };
      checkTable(view.plane, box);
      return { texts: await view.plane.exactBox(box, { signal }) };
    },

    histogram: async ({ low, high, bins, ...ref }, { signal }) => {
      checkBins({ low, high, bins });
      const view = await open(ref, { signal });
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
      const view = await open(ref, { signal });
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
