import type { Chunk } from '../../parquet/metadata';
import type { FilePlan } from './plan';
import { columnsToRead } from './plan-cost';

/**
 * A plan with what running it needs, and nothing else of the footer: one of a catalogue's thousands of files can have
 * hundreds of columns, and what its statistics are views of is the footer itself.
 */
export function slimPlan(plan: FilePlan): FilePlan {
  const { reader, metadata } = plan.file;
  const leaves = new Set(
    columnsToRead(plan).flatMap((column) => column.leaves.map(({ leaf }) => leaf)),
  );
  return {
    ...plan,
    file: {
      ...{ reader, columns: [], arrow: undefined },
      metadata: {
        ...metadata,
        ...{ elements: [], schema: { fields: [], leaves: [] }, keyValues: new Map() },
        rowGroups: [],
      },
    },
    groups: plan.groups.map((of) => {
      // By leaf, as before: those that are not read are holes.
      const chunks: Chunk[] = [];
      for (const leaf of leaves) {
        const chunk = of.group.chunks[leaf];
        if (chunk !== undefined) {
          chunks[leaf] = { ...chunk, statistics: undefined };
        }
      }
      const { rows, firstRow } = of.group;
      return { ...of, group: { rows, firstRow, chunks } };
    }),
  };
}
