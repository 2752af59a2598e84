import type { Handlers } from '../../protocol/rpc';
import type { ChosenRows } from '../catalogs-sky/chosen-rows';
import { rowBytes, rowsFrom } from '../catalogs-sky/row-bytes';
import type { ImageFile } from './image-file';

export interface MarkerActions {
  /**
   * Brings the viewer of another open file to the front and shows a row of a table of its there.
   *
   * @throws SkybucketError `not-found` where it is not open any more.
   */
  showRow(file: string, hdu: number, row: number): Promise<void>;
  /** The rows that are chosen of each result of a catalogue. */
  readonly chosen: Pick<ChosenRows, 'get' | 'set'>;
}

/** Answers what the viewer asks about markers. Every row is in one of the reports, so none is left out. */
export function markerHandlers(
  file: Pick<ImageFile, 'use'>,
  actions: MarkerActions,
): Pick<Handlers, 'markers' | 'showRow' | 'chosenRows' | 'chooseRows'> {
  return {
    markers: (params, { signal, progress }) =>
      file.use((content) =>
        content.request('markers', params, {
          signal,
          onProgress: (batch) => void progress(batch),
        }),
      ),

    showRow: async ({ file: id, hdu, row }) => {
      await actions.showRow(id, hdu, row);
      return null;
    },

    chosenRows: async ({ result }) => ({ rows: rowBytes(actions.chosen.get(result)?.rows) }),
    chooseRows: async ({ result, rows }) => {
      actions.chosen.set(result, rowsFrom(rows));
      return null;
    },
  };
}
