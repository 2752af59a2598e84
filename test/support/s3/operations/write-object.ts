import type { IncomingMessage } from 'node:http';
import { accessDenied, notImplemented, S3Error } from '../errors';
import type { Operation } from './exchange';

/** More than any test puts over the wire; generated objects are put in the process itself. */
const mostBytes = 256 * 1024 * 1024;

async function receive(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) {
      throw new S3Error(
        400,
        'EntityTooLarge',
        'Your proposed upload exceeds the maximum allowed size',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** PutObject of a plain body; the chunked signing of SDKs is not understood. */
export const putObject: Operation = async ({ bucket, key, request }) => {
  if (bucket.options.writable !== true) {
    throw accessDenied();
  }
  if (request.headers['content-encoding']?.includes('aws-chunked') === true) {
    throw notImplemented('aws-chunked uploads');
  }
  const metadata = Object.entries(request.headers)
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)]);
  const contentType = request.headers['content-type'];
  const object = bucket.put(key, await receive(request), {
    lastModified: new Date(),
    metadata: Object.fromEntries(metadata) as Record<string, string>,
    ...(contentType === undefined ? {} : { contentType }),
  });
  return { status: 200, headers: { etag: object.etag } };
};

/** DeleteObject: 204 whether the key was there or not. */
export const deleteObject: Operation = ({ bucket, key }) => {
  if (bucket.options.writable !== true) {
    throw accessDenied();
  }
  bucket.delete(key);
  return { status: 204 };
};
