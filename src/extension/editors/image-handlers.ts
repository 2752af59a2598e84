import type { Handlers } from '../../protocol/rpc';
import type { RpcCall } from '../../protocol/rpc-server';
import type { ImageMethods } from '../../worker/methods';
import { type CutoutActions, cutoutHandlers } from './cutout-handlers';
import type { ImageContent, ImageFile } from './image-file';
import { latest } from './latest';
import { type MarkerActions, markerHandlers } from './marker-handlers';
import { type MatchActions, matchHandlers } from './match-handlers';
import { type PlaceActions, placeHandlers } from './place-handlers';
import { type TableActions, tableHandlers } from './table-handlers';

/** What the viewer may do beyond its own file. */
export interface Actions
  extends PlaceActions, CutoutActions, MatchActions, MarkerActions, TableActions {
  copy(text: string): Promise<void>;
  download(): Promise<void>;
  /** Asks the user where to write the data; false where they chose nowhere. */
  save(name: string, data: Uint8Array): Promise<boolean>;
  /** Asks the user for a region file; null where they chose none. */
  openRegions(): Promise<{ readonly name: string; readonly text: string } | null>;
  /** Asks the user where to write a region file; false where they chose nowhere. */
  saveRegions(name: string, text: string): Promise<boolean>;
  /** Keeps the state of the viewer with the file. */
  remember(state: unknown): Promise<void>;
  /** What was last remembered of the file, or null. */
  restore(): Promise<unknown>;
  /** Sets how pixels are counted, in the settings of the user. */
  countFrom(origin: 0 | 1): Promise<void>;
}

/**
 * Answers what the webview of an image asks: about the file its worker, all else the actions.
 *
 * @param overviewBudget the most bytes an overview of a remote image may read, asked each time.
 */
export function imageHandlers(
  file: Pick<ImageFile, 'begin' | 'use'>,
  actions: Actions,
  overviewBudget: () => number | undefined = () => undefined,
): Handlers {
  const asked =
    <K extends keyof ImageMethods>(method: K) =>
    (
      params: ImageMethods[K][0],
      { signal, progress }: RpcCall<ImageMethods[K][2]>,
    ): Promise<ImageMethods[K][1]> => {
      const work = (content: ImageContent): Promise<ImageMethods[K][1]> =>
        content.request(method, params, { signal, onProgress: latest(progress) });
      // A viewer that asks for the structure starts anew.
      return method === 'structure' ? file.begin(work) : file.use(work);
    };

  return {
    structure: asked('structure'),
    header: asked('header'),
    checksum: asked('checksum'),
    agree: asked('agree'),
    plane: asked('plane'),
    overview: (params, call) => asked('overview')({ ...params, budget: overviewBudget() }, call),
    tile: asked('tile'),
    line: asked('line'),
    value: asked('value'),
    position: asked('position'),
    sky: asked('sky'),
    skyGrid: asked('skyGrid'),
    toSky: asked('toSky'),
    toPixels: asked('toPixels'),
    separation: asked('separation'),
    ...placeHandlers(file, actions),
    regionStatistics: asked('regionStatistics'),
    segmentProfile: asked('segmentProfile'),
    radialProfile: asked('radialProfile'),
    contours: asked('contours'),
    readRegions: asked('readRegions'),
    writeRegions: asked('writeRegions'),
    ...cutoutHandlers(file, actions),
    ...matchHandlers(actions),
    guessMarkers: asked('guessMarkers'),
    ...markerHandlers(file, actions),
    histogram: asked('histogram'),
    statistics: asked('statistics'),
    pixels: asked('pixels'),
    ...tableHandlers(file, actions),
    tree: asked('tree'),
    treeChildren: asked('treeChildren'),
    treeSearch: asked('treeSearch'),
    treeText: asked('treeText'),

    openRegions: () => actions.openRegions(),
    saveRegions: async ({ name, text }) => ({ saved: await actions.saveRegions(name, text) }),

    copy: async ({ text }) => {
      await actions.copy(text);
      return null;
    },
    download: async () => {
      await actions.download();
      return null;
    },
    save: async ({ name, data }) => ({ saved: await actions.save(name, data) }),
    remember: async ({ state }) => {
      await actions.remember(state);
      return null;
    },
    restore: async () => ({ state: await actions.restore() }),
    countFrom: async ({ pixelOrigin }) => {
      await actions.countFrom(pixelOrigin);
      return null;
    },
  };
}
