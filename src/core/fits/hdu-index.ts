import { joined } from '../bytes/joined';
import type { ByteReader } from '../bytes/reader';
import type { ReadOptions, Span } from '../bytes/source';
import { cancelled, SkybucketError, throwIfAborted } from '../errors';
import { RECORD_LENGTH } from './card';
import { BLOCK_LENGTH, padded } from './data-size';
import { checkFileStart } from './file-start';
import { corruptedHdu, hduOf, type Hdu, type HeaderPlace } from './hdu';
import { HduSearch } from './hdu-search';
import { parseHeader } from './header';
import { findEnd, type HeaderEnd } from './header-end';
import { ReadAhead } from './read-ahead';

/** The first read: primary headers of archive products fit, often with the first extension's. */
const FIRST_READ = 64 * 1024;
/** Every later read: headers of extensions are mostly below 30 KB. */
const HEADER_READ = 32 * 1024;
/** Longest header that is read: 200,000 cards, several times the longest seen in the wild. */
const LONGEST_HEADER = 16 * 1024 * 1024;
const LONGEST_READ = 4 * 1024 * 1024;

/** Where a list of HDUs ends whatever follows, so that its memory is bounded. */
export interface HduBounds {
  readonly hdus: number;
  /** Cards of all headers together, in bytes; parsed they take several times as much. */
  readonly cardBytes: number;
}

/** More than any real file has. */
const BOUNDS: HduBounds = { hdus: 65_536, cardBytes: 64 * 1024 * 1024 };
/** How many likely places of later headers are read along with a header. */
const GUESSES = 6;

const NO_HEADER: HeaderEnd = { kind: 'binary', cardsLength: 0 };

interface FoundHeader {
  readonly bytes: Uint8Array;
  readonly end: HeaderEnd;
}

/**
 * The HDUs of a FITS file, found one after the other as they are asked for. Headers are read in small
 * reads and data are skipped.
 *
 * A file that is not FITS at all is an error at the first HDU. Anything broken later ends the list with
 * a warning and leaves the HDUs before it usable.
 */
export class HduIndex {
  private readonly hdus: Hdu[] = [];
  private readonly fileWarnings: string[] = [];
  private readonly ahead: ReadAhead;
  private readonly search: HduSearch;
  private first: Uint8Array | undefined;
  private nextOffset = 0;
  private cardBytes = 0;
  private ended = false;
  private growing: Promise<void> | undefined;

  constructor(
    readonly reader: ByteReader,
    private readonly bounds = BOUNDS,
  ) {
    this.ahead = new ReadAhead(reader);
    this.search = new HduSearch(reader);
  }

  /** The HDUs found so far. */
  get known(): readonly Hdu[] {
    return this.hdus;
  }

  /** True once the end of the file has been found. */
  get complete(): boolean {
    return this.ended;
  }

  /** Warnings about the file as a whole and about its HDUs, one sentence each. */
  get warnings(): readonly string[] {
    return [...this.hdus.flatMap((hdu) => hdu.warnings), ...this.fileWarnings];
  }

  /** The first bytes of the file, whatever it is; they are read once. */
  async start(options: ReadOptions = {}): Promise<Uint8Array> {
    if (this.first === undefined) {
      this.first = await this.reader.readUpTo(0, FIRST_READ, options);
      this.ahead.keep(0, this.first);
    }
    return this.first;
  }

  /**
   * The HDU at the 0-based position.
   *
   * @throws SkybucketError `not-found` if the file has fewer, `format` or `unsupported` if the file is
   *   not plain FITS, `cancelled`, or what the transport says.
   */
  async hdu(index: number, options: ReadOptions = {}): Promise<Hdu> {
    await this.growTo(index, options);
    const hdu = this.hdus[index];
    if (hdu === undefined) {
      const count = this.hdus.length === 1 ? '1 HDU' : `${this.hdus.length} HDUs`;
      throw new SkybucketError('not-found', `The file has ${count}; there is no HDU ${index}.`);
    }
    return hdu;
  }

  /** Every HDU in the order of the file, each as soon as its header has been read. */
  async *all(options: ReadOptions = {}): AsyncGenerator<Hdu, void, void> {
    for (let index = 0; ; index += 1) {
      await this.growTo(index, options);
      const hdu = this.hdus[index];
      if (hdu === undefined) {
        return;
      }
      yield hdu;
    }
  }

  /** Reads on until the HDU is known or the file has ended. One reader at a time goes on; others wait. */
  private async growTo(index: number, options: ReadOptions): Promise<void> {
    while (this.hdus.length <= index && !this.ended) {
      throwIfAborted(options.signal);
      if (this.growing) {
        // Its outcome is not ours: if it was cancelled or failed, we try for ourselves.
        await settled(this.growing, options.signal);
        continue;
      }
      const growing = this.readNext(options).finally(() => {
        this.growing = undefined;
      });
      this.growing = growing;
      await growing;
    }
  }

  private async readNext(options: ReadOptions): Promise<void> {
    const index = this.hdus.length;
    const headerOffset = this.nextOffset;
    if (index === 0) {
      checkFileStart(await this.start(options), this.reader.label);
    }
    const fileSize = await this.reader.size(options);
    if (headerOffset >= fileSize) {
      this.ended = true;
      return;
    }
    if (index >= this.bounds.hdus || this.cardBytes >= this.bounds.cardBytes) {
      this.fileWarnings.push(`The file has more than ${index} HDUs; the rest are not listed.`);
      this.ended = true;
      return;
    }
    const found = await this.readHeader(headerOffset, fileSize, options);
    if (found.end === NO_HEADER) {
      const rest = fileSize - headerOffset;
      this.fileWarnings.push(
        `The last ${rest} bytes of the file come after its last HDU and are not FITS.`,
      );
      this.ended = true;
      return;
    }
    const header = parseHeader(found.bytes.subarray(0, found.end.cardsLength));
    this.cardBytes += found.end.cardsLength;
    const place = { index, headerOffset, fileSize };
    const length = found.end.kind === 'found' ? found.end.length : padded(found.end.cardsLength);
    const dataOffset = headerOffset + length;
    let hdu =
      found.end.kind === 'found'
        ? hduOf(header, { ...place, dataOffset })
        : corruptedHdu(header, { ...place, dataOffset }, noEnd(index, found, place));
    if (found.end.kind === 'next') {
      hdu = endingAt(hdu, dataOffset);
    } else if (hdu.type === 'CorruptedHDU' && found.end.kind !== 'open') {
      hdu = endingAt(hdu, await this.search.next(dataOffset, fileSize, options));
    }
    this.hdus.push(hdu);
    this.nextOffset = hdu.dataOffset + hdu.dataSize;
    this.ended = this.nextOffset >= fileSize;
  }

  /** Reads from the offset until END, the end of the file, or where a header cannot go on. */
  private async readHeader(
    offset: number,
    fileSize: number,
    options: ReadOptions,
  ): Promise<FoundHeader> {
    const rest = fileSize - offset;
    const span = { offset, length: Math.min(HEADER_READ, rest) };
    const guesses = this.guessesFrom(offset, fileSize);
    let bytes = await this.ahead.at(span, Math.min(BLOCK_LENGTH, rest), guesses, options);
    // Junk after the last HDU is not searched for an END.
    let end = offset === 0 || startsHdu(bytes) ? findEnd(bytes, 0) : NO_HEADER;
    while (end.kind === 'open' && bytes.length < Math.min(rest, LONGEST_HEADER)) {
      const wanted = Math.min(Math.max(HEADER_READ, bytes.length), LONGEST_READ);
      const length = Math.min(wanted, rest - bytes.length, LONGEST_HEADER - bytes.length);
      const more = await this.reader.read(offset + bytes.length, length, options);
      bytes = joined([bytes, more]);
      end = findEnd(bytes, end.cardsLength);
    }
    return { bytes, end };
  }

  /**
   * Where later headers are if the HDU at `offset` and those after it hold as much data as the one
   * before it. Their headers are taken to be as long as the last two such headers, or between one block
   * and the last where only one has been seen; there are only as many guesses as windows can cover.
   */
  private guessesFrom(offset: number, fileSize: number): Span[] {
    const last = this.hdus.at(-1);
    if (last === undefined || !this.ahead.guessing || last.dataSize <= HEADER_READ) {
      return [];
    }
    const before = this.hdus.at(-2);
    const length = headerLength(last);
    const other = before?.dataSize === last.dataSize ? headerLength(before) : BLOCK_LENGTH;
    const shortest = Math.min(length, other);
    const uncertain = Math.abs(length - other);
    const spans: Span[] = [];
    for (let n = 1; n <= GUESSES && n * uncertain + BLOCK_LENGTH <= HEADER_READ; n += 1) {
      const at = offset + n * (shortest + last.dataSize);
      if (at >= fileSize) {
        break;
      }
      spans.push({ offset: at, length: Math.min(HEADER_READ, fileSize - at) });
    }
    return spans;
  }
}

function headerLength(hdu: Hdu): number {
  return hdu.dataOffset - hdu.headerOffset;
}

function startsHdu(bytes: Uint8Array): boolean {
  const keyword = String.fromCharCode(...bytes.subarray(0, 8))
    .trimEnd()
    .toUpperCase();
  return keyword === 'XTENSION' || keyword === 'SIMPLE';
}

/** The HDU without what follows from another one on. */
function endingAt(hdu: Hdu, end: number | undefined): Hdu {
  if (end === undefined) {
    return hdu;
  }
  const length = end - hdu.dataOffset;
  return { ...hdu, dataLength: length, dataSize: length, dataAvailable: length };
}

function noEnd(
  index: number,
  found: FoundHeader,
  { headerOffset, fileSize }: Omit<HeaderPlace, 'dataOffset'>,
): string {
  if (found.end.kind === 'binary') {
    const card = found.end.cardsLength / RECORD_LENGTH + 1;
    return `The header of HDU ${index} has no END card: its card ${card} is not text.`;
  }
  if (found.end.kind === 'next') {
    return `The header of HDU ${index} has no END card: another HDU begins in its place.`;
  }
  if (headerOffset + found.bytes.length >= fileSize) {
    return `The file ends inside the header of HDU ${index}.`;
  }
  return `The header of HDU ${index} has no END card in its first ${LONGEST_HEADER / 2 ** 20} MiB.`;
}

/** Waits until the promise has settled either way; rejects with `cancelled` if the signal aborts first. */
function settled(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const abort = (): void => reject(cancelled());
    signal?.addEventListener('abort', abort, { once: true });
    promise.then(done, done);
  });
}
