import { piecesOf } from '../bytes/pieces';
import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';

/** Files of up to so many bytes are kept between the two times they are gone through. */
const MOST_KEPT = 128 * 1024 * 1024;

/**
 * The text of a file, as often as it is wanted: UTF-8, or UTF-16 where it begins with its mark. What is not in that
 * encoding becomes a replacement character.
 */
export class FileText {
  private kept: Uint8Array[] | undefined;

  constructor(
    private readonly reader: ByteReader,
    private readonly options: ReadOptions,
  ) {}

  /** The first characters, of at most so many bytes. */
  async start(bytes: number): Promise<string> {
    const first = await this.reader.readUpTo(0, bytes, this.options);
    return decoderOf(first).decode(first, { stream: true });
  }

  async *pieces(): AsyncGenerator<string, void, void> {
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    for await (const bytes of this.bytes()) {
      decoder ??= decoderOf(bytes);
      yield decoder.decode(bytes, { stream: true });
    }
    const end = decoder?.decode();
    if (end !== undefined && end !== '') {
      yield end;
    }
  }

  private async *bytes(): AsyncGenerator<Uint8Array, void, void> {
    if (this.kept !== undefined) {
      yield* this.kept;
      return;
    }
    const length = await this.reader.size(this.options);
    const kept: Uint8Array[] | undefined = length <= MOST_KEPT ? [] : undefined;
    for await (const piece of piecesOf(this.reader, { offset: 0, length }, this.options)) {
      kept?.push(piece);
      yield piece;
    }
    this.kept = kept;
  }
}

function decoderOf([first, second]: Uint8Array): InstanceType<typeof TextDecoder> {
  if (first === 0xff && second === 0xfe) {
    return new TextDecoder('utf-16le');
  }
  return new TextDecoder(first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8');
}
