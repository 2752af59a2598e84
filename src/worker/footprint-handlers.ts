import { tableFootprints } from '../core/footprints/table-footprints';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { FootprintQuestions } from './methods';
import type { OpenTable } from './open-tables';

/** Answers what the rows of a table cover of the sky. */
export function footprintHandlers(open: OpenTable): RpcHandlers<FootprintQuestions> {
  return {
    footprints: async ({ hdu }, { signal, progress }) => {
      const table = await open(hdu, { signal });
      let placed = 0;
      for await (const step of tableFootprints(table, { signal })) {
        placed += step.placed;
        await progress({
          from: step.from,
          count: step.count,
          outlines: new Uint8Array(step.outlines.buffer),
          points: new Uint8Array(step.points.buffer),
        });
      }
      return { rows: table.rowsPresent, placed };
    },
  };
}
