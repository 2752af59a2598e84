import type { Handlers } from '../../protocol/rpc';
import type { NamedPlace } from '../../worker/methods';
import type { ImageFile } from './image-file';
import { SkybucketError } from '../../core/errors';

/** What finding a place takes beyond the file. */
export interface PlaceActions {
  /** Looks up where an object is, over the network. */
  resolveName(name: string, signal: AbortSignal): Promise<NamedPlace>;
}

/** Answers where what was typed leads to. Only what is no coordinate leaves the computer, as a name. */
export function placeHandlers(
  file: Pick<ImageFile, 'use'>,
  actions: PlaceActions,
): Pick<Handlers, 'findPlace'> {
  return {
    findPlace: async (params, { signal }) => {
      const ask = (named?: NamedPlace) =>
        file.use((content) => content.request('findPlace', { ...params, named }, { signal }));
      const place =
        (await ask()) ?? (await ask(await actions.resolveName(params.text.trim(), signal)));
      if (place === null) {
        throw new SkybucketError('protocol', 'A place that was found has got lost.');
      }
      return place;
    },
  };
}
