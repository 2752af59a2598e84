import { availableParallelism } from 'node:os';

/** How many threads can really run at the same time. */
export function coreCount(): number {
  return availableParallelism();
}
