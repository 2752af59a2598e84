/** Bytes that are turned into text at a time. */
const PIECE = 64 * 1024;
/** An XML declaration is looked for in so many bytes. */
const DECLARATION = 256;
const ENCODING = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/;

type Decoder = InstanceType<typeof TextDecoder>;

/** What the text of a document is written in, and what is said of it. */
export interface TextNotes {
  /** One sentence each. */
  readonly warnings: string[];
  bytes: number;
}

/**
 * The text of an XML document that comes in bytes, with line ends as XML has them: by its byte order mark,
 * else its XML declaration, else the charset its service says, else UTF-8. What cannot be decoded becomes
 * U+FFFD, and a note says so.
 */
export async function* xmlText(
  chunks: AsyncIterable<Uint8Array>,
  charset: string | undefined,
  notes: TextNotes,
): AsyncGenerator<string, void, void> {
  let decoder: Decoder | undefined;
  let head: Uint8Array = new Uint8Array(0);
  let carry = '';
  let spoilt = false;
  const take = (bytes: Uint8Array | undefined): string => {
    const decoded = carry + (decoder?.decode(bytes, { stream: bytes !== undefined }) ?? '');
    spoilt ||= decoded.includes('\uFFFD') && !writesReplacement(bytes);
    // A line end may be cut in two.
    const cut = bytes !== undefined && decoded.endsWith('\r') ? decoded.length - 1 : decoded.length;
    carry = decoded.slice(cut);
    const text = decoded.slice(0, cut);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };
  for await (const chunk of chunks) {
    let rest = chunk;
    if (decoder === undefined) {
      const held = new Uint8Array(head.length + rest.length);
      held.set(head);
      held.set(rest, head.length);
      if (held.length < DECLARATION) {
        head = held;
        continue;
      }
      rest = held;
      decoder = decoderOf(rest, charset, notes);
    }
    for (let at = 0; at < rest.length; at += PIECE) {
      const piece = rest.subarray(at, at + PIECE);
      notes.bytes += piece.length;
      yield take(piece);
    }
  }
  if (decoder === undefined) {
    decoder = decoderOf(head, charset, notes);
    notes.bytes += head.length;
    yield take(head);
  }
  yield take(undefined);
  if (spoilt) {
    notes.warnings.push(`Some of its bytes are not in its encoding, ${decoder.encoding}.`);
  }
}

/** U+FFFD may stand in the document itself. */
function writesReplacement(bytes: Uint8Array | undefined): boolean {
  let at = bytes?.indexOf(0xef) ?? -1;
  while (bytes !== undefined && at >= 0) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) {
      return true;
    }
    at = bytes.indexOf(0xef, at + 1);
  }
  return false;
}

function decoderOf(start: Uint8Array, charset: string | undefined, notes: TextNotes): Decoder {
  const [first, second, third] = start;
  if (first === 0xfe && second === 0xff) {
    return new TextDecoder('utf-16be');
  }
  if (first === 0xff && second === 0xfe) {
    return new TextDecoder('utf-16le');
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return new TextDecoder();
  }
  if (first === 0 && second === 0x3c) {
    return new TextDecoder('utf-16be');
  }
  if (first === 0x3c && second === 0) {
    return new TextDecoder('utf-16le');
  }
  const ascii = String.fromCharCode(...start.subarray(0, DECLARATION));
  const said = ENCODING.exec(ascii)?.[1] ?? charset;
  // Who says UTF-16 in bytes that are none means something else.
  if (said === undefined || /^(?:utf|ucs|iso-10646-ucs)-?(?:16|2)/i.test(said)) {
    return new TextDecoder();
  }
  try {
    return new TextDecoder(said);
  } catch {
    notes.warnings.push(`Its encoding, ${said.slice(0, 40)}, is not known; it was read as UTF-8.`);
    return new TextDecoder();
  }
}
