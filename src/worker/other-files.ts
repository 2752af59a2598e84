import type { ByteReader } from '../core/bytes/reader';
import type { ReadOptions } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import type { RpcClient } from '../protocol/rpc-client';
import type { ReaderEvents, ReaderMethods } from './methods';
import { RemoteReader } from './remote-reader';

/** The files that a file refers to. */
export interface OtherFiles {
  /**
   * @param uri as it stands in the file.
   * @throws SkybucketError `bad-address` for one that may not be followed, `too-large` for too many, or what
   *   opening it throws.
   */
  open(uri: string, options: ReadOptions): Promise<ByteReader>;
}

export const NO_OTHER_FILES: OtherFiles = {
  open: async (uri) => {
    throw new SkybucketError(
      'unsupported',
      `These values are in another file, “${uri.slice(0, 200)}”, which cannot be opened from here.`,
    );
  },
};

/** Files that the other thread opens. They are closed there, with the one that refers to them. */
export function remoteFiles(
  host: Pick<RpcClient<ReaderMethods, ReaderEvents>, 'request'>,
): OtherFiles {
  return {
    open: async (uri, { signal }) => {
      const { file, label, local } = await host.request('openOther', { uri }, { signal });
      return new RemoteReader(host, label, local, file);
    },
  };
}
