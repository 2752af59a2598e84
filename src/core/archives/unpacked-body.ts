import { SkybucketError } from '../errors';

/** What is asked of services: it makes long lists of rows some ten times shorter on the way. */
export const ACCEPT_ENCODING = 'gzip';

/**
 * The body of an answer without the encoding it was sent in. Unpacked as it is read, so that whoever stops
 * reading bounds what it takes.
 *
 * @param encoding the `content-encoding` of the answer
 * @throws SkybucketError `server` for an encoding that was not asked for, and (retryable) for a body that is no
 *   gzip or ends early; what `body` throws.
 */
export function unpackedBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  who: string,
): AsyncIterable<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') {
    return body;
  }
  if (name !== 'gzip' && name !== 'x-gzip') {
    throw new SkybucketError('server', `${who} sent its answer packed in a way nobody asked for.`, {
      hint: 'Try again; if this stays so, the service is in trouble.',
    });
  }
  return gunzipped(body, who);
}

async function* gunzipped(
  body: AsyncIterable<Uint8Array>,
  who: string,
): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  let failure: unknown;
  let bytes = 0;
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of body) {
        bytes += chunk.length;
        await writer.write(chunk as Uint8Array<ArrayBuffer>);
      }
      await writer.close();
    } catch (error) {
      // What the stream says of bytes it cannot unpack comes to the reader by itself.
      failure ??= error instanceof SkybucketError ? error : undefined;
      await writer.abort(error).catch(() => undefined);
    }
  };
  writer.closed.catch(() => undefined);
  void feed();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value as Uint8Array;
    }
  } catch (cause) {
    // Nothing at all is said to be packed, too.
    if (failure !== undefined || bytes > 0) {
      throw failure ?? broken(who, cause);
    }
  } finally {
    // Not waited for: whoever has the body closes the connection.
    reader.cancel().catch(() => undefined);
  }
}

function broken(who: string, cause: unknown): SkybucketError {
  return new SkybucketError(
    'server',
    `The packed answer of ${who} is broken, or only half of it.`,
    {
      hint: 'Try again; if this stays so, the service is in trouble.',
      retryable: true,
      cause,
    },
  );
}
