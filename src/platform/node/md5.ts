import { createHash } from 'node:crypto';
import type { NewMd5 } from '../../core/bytes/digest';

/** MD5 of Node: blocks of ASDF carry it against damage, not against forgery. */
export const newMd5: NewMd5 = () => {
  const hash = createHash('md5');
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    digest: () => Uint8Array.from(hash.digest()),
  };
};
