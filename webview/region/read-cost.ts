import { formatBytes } from '../../src/protocol/figures';
import type { PlaneReply } from '../../src/protocol/methods';
import type { Shape } from '../../src/protocol/region';
import type { TableCost } from '../../src/protocol/table';
import { boundsOf } from './shape-geometry';

/** Bytes at hand that are read without asking; of a remote file `OnDemand` knows them. */
const FREE_LOCAL = 512e6;

/** What reading the pixels of a shape costs at most, in bytes: those of the box around it. */
export function bytesOfShape(shape: Shape, { width, height, bytesPerRow }: PlaneReply): number {
  const { x0, y0, x1, y1 } = boundsOf(shape);
  const columns = Math.min(width, Math.ceil(x1) + 1) - Math.max(0, Math.floor(x0));
  const rows = Math.min(height, Math.ceil(y1) + 1) - Math.max(0, Math.floor(y0));
  return Math.round((Math.max(0, columns) * Math.max(0, rows) * bytesPerRow) / width);
}

/** The cost to ask the user about; undefined where there is none worth a word. */
export function costOf(
  bytes: number,
  { local }: PlaneReply,
): (() => Promise<TableCost>) | undefined {
  return local && bytes <= FREE_LOCAL ? undefined : () => Promise.resolve({ bytes, requests: 0 });
}

export function offerText(name: string): (cost: TableCost) => string {
  return ({ bytes }) => `Reading ${name} takes up to ${formatBytes(bytes)}.`;
}
