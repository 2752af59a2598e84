import { parseLength } from '../bytes/content-length';
import { exchangeOnce } from '../bytes/exchange-once';
import type { Meter } from '../bytes/meter';
import { DEFAULT_RETRY, TryLater, withRetries } from '../bytes/retry';
import { SkybucketError } from '../errors';
import { factsOfAnswer, type RemoteFacts, type RemoteFile } from './download-file-remote';

export interface HeadOptions {
  readonly signal: AbortSignal;
  readonly meter: Meter;
}

/**
 * What a plain HEAD says of an object on S3. The SDK asks the same, and takes half a second to load: as long as many a
 * file takes to download.
 *
 * @returns `missing` where there is no such object; `refused` where somebody else has to find out why: another region,
 *   credentials that have expired, a server that knows no checksums
 * @throws SkybucketError `server`, `network`, `timeout`, `cancelled`
 */
export async function headOfRemote(
  { http, target, retry = DEFAULT_RETRY }: RemoteFile,
  { signal, meter }: HeadOptions,
): Promise<RemoteFacts | 'missing' | 'refused'> {
  const headers = { 'x-amz-checksum-mode': 'ENABLED' };
  const question = { http, target, headers, signal, meter, ask: meter.ask() };
  return withRetries(retry, signal, async () => {
    const { response, body, sent } = await exchangeOnce({ ...question, method: 'HEAD' });
    const { status } = response;
    if (status === 200) {
      const size = parseLength(response.headers['content-length']);
      return size === undefined ? 'refused' : factsOfAnswer(response.headers, size, true);
    }
    if (status === 404) {
      return 'missing';
    }
    if (status === 429 || (status >= 500 && status !== 501)) {
      const verdict = target.refused(response, body, sent);
      if (verdict instanceof SkybucketError) {
        throw new TryLater(verdict, response.headers['retry-after']);
      }
    }
    return 'refused';
  });
}
