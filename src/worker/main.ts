import { NodeInflate } from '../platform/node/inflate';
import { openParentPort, threadRole } from '../platform/node/parent-port';
import { runImageWorker } from './run';
import { threadedTools, TILE_ROLE } from './threaded-tools';
import { runTileThread } from './tile-thread';

// One script for both, so that there is one to load, to find and to keep in step.
if (threadRole() === TILE_ROLE) {
  runTileThread(openParentPort(), new NodeInflate());
} else {
  runImageWorker(openParentPort(), threadedTools(__filename), (error) => console.error(error));
}
