import { readAtMost } from '../../core/bytes/body';
import type { HttpClient } from '../../core/bytes/http';
import type { Meter } from '../../core/bytes/meter';
import { SkybucketError } from '../../core/errors';
import type { Credentials } from '../../core/s3/credentials';
import { signCall } from './athena-signature';

const BODY = new TextEncoder().encode('Action=GetCallerIdentity&Version=2011-06-15');
const LONGEST_ANSWER = 64 * 1024;

export interface IdentityTools {
  readonly http: HttpClient;
  readonly meter?: Meter | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => Date;
}

/**
 * Whom AWS takes the owner of credentials for: asked of STS, which needs no permission.
 *
 * @returns the ARN of a user or an assumed role
 * @throws SkybucketError `access-denied` where AWS does not know the credentials, `server` where it is out of order, or
 *   what the transport says
 */
export async function callerIdentity(
  { http, meter, signal, now = () => new Date() }: IdentityTools,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  region: string,
): Promise<string> {
  const host = `sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const headers = signCall(
    {
      ...{ host, path: '/', body: BODY, region, service: 'sts', at: now() },
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    },
    { accessKeyId, secretAccessKey, sessionToken },
  );
  const ask = meter?.ask();
  const end = ask && meter?.begin(ask);
  let answered = false;
  try {
    const at = { protocol: 'https:', hostname: host, path: '/' } as const;
    const response = await http.send({ ...at, method: 'POST', headers, body: BODY, signal });
    answered = true;
    const bytes = await readAtMost(response.body, LONGEST_ANSWER, (n) => meter?.received(n));
    const arn = /<Arn>(arn:[\w+=,.@:/-]{1,2000})<\/Arn>/.exec(new TextDecoder().decode(bytes))?.[1];
    if (response.status >= 500 || response.status === 429) {
      throw new SkybucketError('server', `${host} could not answer this time.`, {
        hint: 'Try again in a minute.',
        retryable: true,
      });
    }
    if (response.status !== 200 || arn === undefined) {
      throw new SkybucketError('access-denied', 'AWS does not know these credentials.', {
        hint: 'They may have expired, or have been replaced or deleted.',
      });
    }
    return arn;
  } finally {
    end?.(answered);
  }
}
