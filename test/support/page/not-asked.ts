import type { Handlers } from '../../../src/protocol/rpc';

const refuse = (): Promise<never> => Promise.reject(new Error('Not asked of this host.'));

/** The answers of a host that has no tables, no lines, no trees and no sums, for hosts that only show pictures. */
export const NOT_ASKED = {
  checksum: refuse,
  line: refuse,
  table: refuse,
  rows: refuse,
  arrangeCost: refuse,
  arrange: refuse,
  columnsCost: refuse,
  columnStatistics: refuse,
  columnHistogram: refuse,
  scatter: refuse,
  cell: refuse,
  rowsText: refuse,
  exportTable: refuse,
  agree: refuse,
  position: async () => ({ sky: undefined, others: [], problem: undefined }),
  tree: refuse,
  treeChildren: refuse,
  treeSearch: refuse,
  treeText: refuse,
} satisfies Partial<Handlers>;
