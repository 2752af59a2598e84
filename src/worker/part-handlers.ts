import type { PlaneOptions } from '../core/image/plane';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { Content } from './content';
import type { ImageMethods } from './methods';

export type OpenContent = (options: PlaneOptions) => Promise<Content>;

type PartMethods = Pick<ImageMethods, 'header' | 'checksum' | 'agree'>;

/** Answers what is asked about a part of a file, whatever it holds. */
export function partHandlers(open: OpenContent): RpcHandlers<PartMethods> {
  return {
    header: async ({ hdu, stored }, { signal }) => {
      const content = await open({ signal });
      return content.header(hdu, stored ?? false, { signal });
    },

    checksum: async ({ hdu }, { signal, progress }) => {
      const content = await open({ signal });
      const onProgress = (done: number): void => void progress({ done });
      return content.checksum(hdu, { signal, onProgress });
    },

    agree: async ({ hdu }, { signal }) => {
      await (await open({ signal })).agree(hdu, { signal });
      return null;
    },
  };
}
