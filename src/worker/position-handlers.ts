import type { PositionMethods } from '../protocol/position';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { OpenContent } from './part-handlers';
import { NOWHERE, positionReply } from './position-reply';

/** Answers where pixels are. */
export function positionHandlers(open: OpenContent): RpcHandlers<PositionMethods> {
  return {
    position: async ({ hdu, slice, cell, x, y }, { signal }) => {
      // What the header says of axes is said of the image, not of the arrays in cells.
      const wcs = cell ? undefined : await (await open({ signal })).wcs(hdu, { signal });
      if (wcs === undefined) {
        return NOWHERE;
      }
      return 'problem' in wcs
        ? { ...NOWHERE, problem: wcs.problem }
        : positionReply(wcs, [x, y, ...slice]);
    },
  };
}
