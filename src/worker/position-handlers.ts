import type { PositionMethods } from '../protocol/position';
import type { RpcHandlers } from '../protocol/rpc-server';
import { NOWHERE, positionReply } from './position-reply';
import type { WcsOf } from './wcs-of';

/** Answers where pixels are. */
export function positionHandlers(wcsOf: WcsOf): RpcHandlers<PositionMethods> {
  return {
    position: async ({ x, y, frame = 'own', ...ref }, { signal }) => {
      const wcs = await wcsOf(ref, { signal });
      if (wcs === undefined) {
        return NOWHERE;
      }
      return 'problem' in wcs
        ? { ...NOWHERE, problem: wcs.problem }
        : positionReply(wcs, [x, y, ...ref.slice], frame);
    },
  };
}
