import { coreCount } from '../platform/node/cores';
import { startThread } from '../platform/node/worker-thread';
import { nodeTools } from './node-tools';
import { TilePool } from './tile-pool';
import type { WorkerTools } from './tools';

/** What a thread of the pool is started for. */
export const TILE_ROLE = 'tiles';

/** One core is for the thread that asks; more threads than this are faster than what brings the bytes. */
const MOST_THREADS = 8;

/** Objects of a thread that decodes; pixels are not among them. */
const HEAP_MEGABYTES = 128;

/**
 * As `nodeTools`, with tiles decoded on threads that run the given script as {@link TILE_ROLE}. They end
 * with the thread that asks.
 */
export function threadedTools(script: string): (temporary: string) => WorkerTools {
  return (temporary) => {
    const tools = nodeTools(temporary);
    const tiles = new TilePool({
      startThread: () =>
        startThread(script, {
          onOutput: (text) => console.error(text),
          heapMegabytes: HEAP_MEGABYTES,
          role: TILE_ROLE,
        }),
      threads: Math.min(Math.max(1, coreCount() - 1), MOST_THREADS),
      inline: tools.tiles,
    });
    return { ...tools, tiles };
  };
}
