import { SkybucketError } from '../../errors';
import { flagIn, isObject, objectIn, textIn } from '../json-object';
import { callService, readJson, type CallOptions } from '../service-call';
import { tokenHeaders } from './token';
import { MAST, serverOf, SHORT_MS, type MastTools } from './tools';

/** Who MAST takes us for. */
export interface MastSession {
  readonly anonymous: boolean;
  readonly name: string | undefined;
}

/** Asks MAST who we are, which tells whether a token is good. */
export async function askSession(
  tools: MastTools,
  options: CallOptions = {},
): Promise<MastSession> {
  const address = `${serverOf(tools)}/whoami`;
  const json = await callService(
    tools,
    {
      ...{ method: 'GET', address, who: MAST },
      headers: { accept: 'application/json', ...tokenHeaders(address, tools.token) },
    },
    (answer) => readJson(answer, 1024 * 1024, MAST),
    { timeoutMs: SHORT_MS, ...options },
  );
  if (!isObject(json)) {
    throw new SkybucketError('server', 'MAST did not say who is signed in.', { retryable: true });
  }
  const name = textIn(objectIn(json, 'attrib') ?? {}, 'display_name');
  return { anonymous: flagIn(json, 'anon'), name };
}
