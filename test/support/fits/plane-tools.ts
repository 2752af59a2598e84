import type { PlaneTools } from '../../../src/core/fits/image-plane';
import { InlineDecoder } from '../../../src/core/fits/tiles/inline-decoder';
import { NodeInflate } from '../../../src/platform/node/inflate';

/** What planes are read with where there are no threads. */
export const PLANE_TOOLS: PlaneTools = { tiles: new InlineDecoder(new NodeInflate()) };
