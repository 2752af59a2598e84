import type { ObjectFacts } from '../s3/object-store';
import { toBase64 } from './checksum/base64';
import { type ChecksumTools, digestOf } from './checksum/tools';

/**
 * Whether an object has these bytes, by everything that the server tells of it to compare with: an upload that had come
 * to its end when the process died must not go beside itself. False where only its size is known.
 */
export async function hasBytes(
  tools: ChecksumTools,
  { size, checksums, etag, encrypted }: ObjectFacts,
  bytes: Uint8Array,
): Promise<boolean> {
  if (size !== bytes.length) {
    return false;
  }
  let compared = 0;
  for (const { algorithm, value } of checksums.filter(({ of }) => of === 'full')) {
    compared += 1;
    if (value !== toBase64(await digestOf(tools, algorithm, bytes))) {
      return false;
    }
  }
  const [, md5] = (!encrypted && /^"([0-9a-f]{32})"$/i.exec(etag ?? '')) || [];
  if (md5 !== undefined) {
    compared += 1;
    const found = await digestOf(tools, 'MD5', bytes);
    const hex = Array.from(found, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== md5.toLowerCase()) {
      return false;
    }
  }
  return compared > 0;
}
