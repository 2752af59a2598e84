import { resolveRange } from '../s3/range';
import type { ObjectBody } from '../s3/objects';
import type { Product } from './products';

/** MAST's own store: where products lie in the cloud, and the files themselves. */

/** The answer to `path_lookup`, by URI, in the order asked. */
export function pathLookup(
  uris: readonly string[],
  find: (uri: string) => Product | undefined,
): object {
  return Object.fromEntries(
    uris.map((uri) => {
      const key = find(uri)?.key;
      return [
        uri,
        key === undefined
          ? { status_code: 404, path: null }
          : { status_code: 200, path: `/${key}` },
      ];
    }),
  );
}

export interface FileReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A file, or a range of it. */
export async function sendFile(
  body: ObjectBody,
  name: string,
  range: string | undefined,
): Promise<FileReply> {
  const asked = resolveRange(range, body.size);
  const headers = {
    ...{ 'accept-ranges': 'bytes', 'content-type': 'application/fits' },
    'content-disposition': `attachment; filename="${name}"`,
    etag: `"${name}"`,
  };
  if (asked === 'unsatisfiable') {
    const total = { 'content-range': `bytes */${body.size}` };
    return { status: 416, headers: { ...headers, ...total }, body: new Uint8Array(0) };
  }
  if (asked === 'whole') {
    return { status: 200, headers, body: await body.read(0, body.size) };
  }
  const { start, length } = asked;
  const part = { 'content-range': `bytes ${start}-${start + length - 1}/${body.size}` };
  return { status: 206, headers: { ...headers, ...part }, body: await body.read(start, length) };
}
