import { verifyChecksum } from '../core/fits/checksum';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { OpenFitsFile } from './fits-file';
import type { ImageMethods } from './methods';

/** Answers whether an HDU is as it was written. */
export function checksumHandlers(open: OpenFitsFile): Pick<RpcHandlers<ImageMethods>, 'checksum'> {
  return {
    checksum: async ({ hdu }, { signal, progress }) => {
      const { index, reader } = await open({ signal });
      const onProgress = (done: number): void => void progress({ done });
      return verifyChecksum(reader, await index.hdu(hdu, { signal }), { signal, onProgress });
    },
  };
}
