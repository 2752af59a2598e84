import { InlineDecoder } from '../core/fits/tiles/inline-decoder';
import { gunzipStream } from '../platform/node/gunzip-stream';
import { NodeInflate } from '../platform/node/inflate';
import { inflateStream } from '../platform/node/inflate-stream';
import { newMd5 } from '../platform/node/md5';
import { NodeSpools } from '../platform/node/spool';
import type { WorkerTools } from './tools';

/**
 * Everything on the thread that asks.
 *
 * @param temporary the folder for temporary files.
 */
export function nodeTools(temporary: string): WorkerTools {
  const inflate = new NodeInflate();
  return {
    inflate,
    tiles: new InlineDecoder(inflate),
    inflateStream,
    newMd5,
    unpack: { gunzip: gunzipStream, spools: new NodeSpools(temporary) },
  };
}
