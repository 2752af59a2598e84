import type { Services } from '../../../src/extension/services';
import type { S3TestServer } from '../../support/s3/server';

/**
 * Lets an embedded server stand for Amazon S3: requests for its hosts reach the server, which is told
 * by the `host` header which region was asked.
 *
 * @returns a function that ends it
 */
export function standInForAmazon(
  server: S3TestServer,
  { http }: Pick<Services, 'http'>,
): () => void {
  const send = http.send.bind(http);
  http.send = (request) => {
    const { hostname, headers } = request;
    if (!hostname.endsWith('.amazonaws.com')) {
      return send(request);
    }
    const { port } = server;
    const there = { protocol: 'http:', hostname: '127.0.0.1', port } as const;
    return send({ ...request, ...there, headers: { ...headers, host: hostname } });
  };
  return () => void Reflect.deleteProperty(http, 'send');
}
