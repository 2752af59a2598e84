import type { TestBucket } from './bucket';
import { hasRight, type Right, type TestUser } from './users';

/** Whether somebody may do that: as the user the signature names, or as anybody may. */
export function mayDo(
  user: TestUser | undefined,
  bucket: TestBucket,
  right: Right,
  key = '',
): boolean {
  if (user !== undefined && hasRight(user, bucket.name, right)) {
    return true;
  }
  const { denyList, denyRead, requireSignature, writable } = bucket.options;
  if (requireSignature === true && user !== undefined) {
    return false;
  }
  switch (right) {
    case 'list':
      return denyList !== true;
    case 'read':
      return !(denyRead === true || (typeof denyRead === 'function' && denyRead(key)));
    case 'write':
      return writable === true;
  }
}
