import { formatAddress } from '../../core/s3/address';
import type { Host } from '../host';
import { addressUri } from '../uris';
import type { WriteTools } from './tools';

type Needs = Pick<Host, 'store' | 's3' | 'session' | 'connection' | 'openSource'>;

/** The tools of the core as they are wired in the editor. */
export function writeTools(host: Needs): WriteTools {
  const { store, s3, session } = host;
  return {
    ...{ store, s3, session },
    connection: (id) => host.connection(id),
    open: (place, known) => host.openSource(addressUri(formatAddress(place)), { known }),
  };
}
