import type { Handlers } from '../../protocol/rpc';
import type { RpcCall } from '../../protocol/rpc-server';
import type { ImageMethods } from '../../worker/methods';
import type { ImageContent, ImageFile } from './image-file';

/** What the viewer may do beyond its own file. */
export interface Actions {
  copy(text: string): Promise<void>;
  download(): Promise<void>;
  /** Asks the user where to write the data; false where they chose nowhere. */
  save(name: string, data: Uint8Array): Promise<boolean>;
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
    plane: asked('plane'),
    overview: (params, call) => asked('overview')({ ...params, budget: overviewBudget() }, call),
    tile: asked('tile'),
    value: asked('value'),
    histogram: asked('histogram'),
    statistics: asked('statistics'),
    pixels: asked('pixels'),

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
