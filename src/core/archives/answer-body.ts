import { joined } from '../bytes/joined';

/** The encoding that a `content-type` names. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
}

/** The first characters of a body, and the body with them. */
export async function peek(
  body: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ head: string; body: AsyncIterable<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  const iterator = body[Symbol.asyncIterator]();
  let size = 0;
  while (size < length) {
    const next = await iterator.next();
    if (next.done === true) {
      break;
    }
    chunks.push(next.value);
    size += next.value.length;
  }
  const start = joined(chunks).subarray(0, length);
  const head = decoderOf(start).decode(start);
  const replay = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  return { head, body: replay() };
}

function decoderOf([first, second]: Uint8Array): { decode(bytes: Uint8Array): string } {
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-16be';
  return new TextDecoder((first ?? 0) + (second ?? 0) === 0x1fd ? wide : 'utf-8');
}
