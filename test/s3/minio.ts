import { namedBinary, type RealServer, startServer } from './real-server';

/**
 * MinIO, the server that most who have an endpoint of their own have, where the variable `MINIO` names its binary: to
 * build it takes too long to do it by the way. What it does otherwise than Amazon S3, so that it is asked only through
 * our own code:
 *
 * - who does not sign is not told that a bucket does not exist, but is denied it;
 * - 416 says `bytes 300000--1` of what begins behind the end, and so does an empty object; `bytes=9-2` is 416;
 * - `If-None-Match` is weighed before `If-Match`; an unknown method is 400;
 * - no part is copied into an upload that has checksums.
 *
 * @returns the path of its binary, or why there is none
 */
export function findMinio(): { binary: string } | { notRun: string } {
  return namedBinary('MINIO') ?? { notRun: 'MINIO does not name a minio binary' };
}

export function startMinio(binary: string): Promise<RealServer> {
  return startServer(binary, (address, folder, { accessKeyId, secretAccessKey }) => ({
    parameters: ['server', '--address', address, folder],
    variables: {
      MINIO_ROOT_USER: accessKeyId,
      MINIO_ROOT_PASSWORD: secretAccessKey,
      MINIO_BROWSER: 'off',
    },
  }));
}
