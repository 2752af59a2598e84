import { SkybucketError } from '../../core/errors';

export function timedOut(message: string, cause?: unknown): SkybucketError {
  return new SkybucketError('timeout', message, {
    hint: 'Check the network connection and try again.',
    retryable: true,
    cause,
  });
}

/** What Node itself says where a connection is not there in time; here for a clock of our own. */
export function connectTimeout(): Error {
  return Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' });
}

const UNREACHED: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]);
const UNTRUSTED = /CERT|TLS|SSL|SIGNATURE/;

/** True where an exchange failed before the host was reached and trusted, so nothing was sent to it. */
export function neverReached(error: unknown): boolean {
  const cause = error instanceof SkybucketError ? error.cause : undefined;
  // A connection that is lost later on has the same code as one that was never made.
  const underWay =
    cause instanceof Error && 'syscall' in cause && /read|write/.test(String(cause.syscall));
  const code = codeOf(cause);
  return !underWay && (UNREACHED.has(code) || UNTRUSTED.test(code));
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

/** What Node says of a failed exchange, as a sentence. Errors of ours pass through. */
export function explainNetworkError(cause: unknown, hostname: string): SkybucketError {
  if (cause instanceof SkybucketError) {
    return cause;
  }
  const code = codeOf(cause);
  const fail = (message: string, hint: string, retryable = false): SkybucketError =>
    new SkybucketError('network', message, { hint, retryable, cause });

  switch (code) {
    case 'ENOTFOUND':
      return fail(`The host ${hostname} was not found.`, 'Check the address and the network.');
    case 'EAI_AGAIN':
      return fail(`The name ${hostname} could not be looked up.`, 'Check the network.', true);
    case 'ECONNREFUSED':
      return fail(`${hostname} refuses connections.`, 'Check the address, or try again later.');
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return fail(`${hostname} cannot be reached.`, 'Check the network.', true);
    case 'ETIMEDOUT':
      return timedOut(`${hostname} could not be reached in time.`, cause);
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return fail(`The connection to ${hostname} was lost.`, 'Try again.', true);
    case 'HPE_HEADER_OVERFLOW':
      return fail(`The answer of ${hostname} has too much header.`, 'Check the address.');
  }
  if (code.startsWith('HPE_')) {
    return fail(
      `${hostname} does not answer in HTTP (${code}).`,
      'Check the address and the port.',
    );
  }
  if (UNTRUSTED.test(code)) {
    return fail(
      `The connection to ${hostname} is not secure (${code}).`,
      'Its certificate is not trusted by this machine.',
    );
  }
  return fail(`The exchange with ${hostname} failed (${code || String(cause)}).`, 'Try again.');
}
