import type { CutoutMethods, CutoutParams, CutoutReply } from '../../protocol/cutout';
import type { PlaneRef } from '../../protocol/methods';
import type { Handlers } from '../../protocol/rpc';
import type { RpcCall } from '../../protocol/rpc-server';
import type { CutoutQuestions } from '../../worker/methods';
import type { ImageFile } from './image-file';
import { type PlaceActions, placeHandlers } from './place-handlers';

/** What becomes of cutouts. */
export interface CutoutActions {
  /** Keeps it among the files of the extension, and shows it in an editor of its own. */
  openCutout(name: string, data: Uint8Array): Promise<void>;
  /** Asks the user where to write it; false where they chose nowhere. */
  saveCutout(name: string, data: Uint8Array): Promise<boolean>;
}

type Asked = PlaneRef & CutoutParams;
type Made = CutoutQuestions['cutout'][1];

/** Answers what cutouts would be, and makes them. Names of objects are looked up before the worker is asked. */
export function cutoutHandlers(
  file: Pick<ImageFile, 'use'>,
  actions: CutoutActions & PlaceActions,
): Pick<Handlers, keyof CutoutMethods> {
  const { findPlace } = placeHandlers(file, actions);

  const placed = async (asked: Asked, signal: AbortSignal): Promise<Asked> => {
    const { centre } = asked;
    if (typeof centre !== 'string') {
      return asked;
    }
    const { x, y } = await findPlace({ ...asked, text: centre }, silent(signal));
    return { ...asked, centre: [x, y] };
  };

  const make = async (
    asked: Asked,
    { signal, progress }: RpcCall<{ done: number }>,
  ): Promise<Made> => {
    const params = await placed(asked, signal);
    const onProgress = (done: { done: number }): void => void progress(done);
    return file.use((content) => content.request('cutout', params, { signal, onProgress }));
  };

  return {
    planCutout: async (asked, { signal }) => {
      const params = await placed(asked, signal);
      return file.use((content) => content.request('planCutout', params, { signal }));
    },
    openCutout: async (asked, call) => {
      const { bytes, name, ...reply } = await make(asked, call);
      await actions.openCutout(name, bytes);
      return reply satisfies CutoutReply;
    },
    saveCutout: async (asked, call) => {
      const { bytes, name, ...reply } = await make(asked, call);
      return { ...reply, saved: await actions.saveCutout(name, bytes) };
    },
  };
}

function silent(signal: AbortSignal): RpcCall<never> {
  return { signal, progress: async () => undefined };
}
