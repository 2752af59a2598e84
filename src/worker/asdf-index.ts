import type { ArrayEntry } from '../core/asdf/array';
import type { AsdfFile } from '../core/asdf/asdf-file';
import type { BlockHeader } from '../core/asdf/block';
import type { AsdfNode } from '../core/asdf/node';
import type { ReadOptions } from '../core/bytes/source';
import { isBroken, SkybucketError } from '../core/errors';
import { formatCount } from '../protocol/figures';
import type { HduLine } from '../protocol/methods';
import { arrayLine, treeLine, type BlockFound, type HduLineOf } from './asdf-lines';
import { KeptTask } from './kept-task';

/** Arrays that are listed; the tree has all of them. */
const MOST_LISTED = 5000;

/**
 * Block headers that are read to say how arrays are stored: of a file that is not at hand each is a
 * request, if few lie together.
 */
const MOST_HEADERS = { local: MOST_LISTED, remote: 256 };

/** The tree and the arrays of a file by their numbers. */
export class AsdfIndex {
  private readonly headers = new Map<number, BlockFound>();
  private readonly places: ReadonlyMap<AsdfNode, number>;
  private readonly reading = new KeptTask((options) => this.readAll(options));

  /**
   * @param tree the number of the tree; those of the arrays follow.
   * @param hduLine of the HDUs of the FITS file around it.
   */
  constructor(
    private readonly file: AsdfFile,
    private readonly entries: readonly ArrayEntry[],
    readonly tree: number,
    private readonly hduLine: HduLineOf = () => undefined,
  ) {
    this.places = new Map(entries.map(({ node }, i) => [node, i]));
  }

  /** @throws SkybucketError `not-found`, `unsupported` for the tree. */
  entryAt(part: number): ArrayEntry {
    if (part === this.tree) {
      throw new SkybucketError('unsupported', 'The tree is no array.');
    }
    const entry = this.entries[part - this.tree - 1];
    if (entry === undefined) {
      const count = formatCount(this.entries.length);
      throw new SkybucketError(
        'not-found',
        `There is no array ${part - this.tree} among the ${count} of the file.`,
      );
    }
    return entry;
  }

  partOf(entry: ArrayEntry): number {
    return this.tree + 1 + this.entries.indexOf(entry);
  }

  /** How the array at a node is shown: where it is in an HDU, as that is. */
  lineOf(node: AsdfNode): HduLine | undefined {
    const place = this.places.get(node);
    return place === undefined ? undefined : this.lineAt(place);
  }

  list(): { readonly lines: readonly HduLine[]; readonly warnings: readonly string[] } {
    const listed = this.entries.slice(0, MOST_LISTED);
    const more = this.entries.length - listed.length;
    return {
      lines: [treeLine(this.tree), ...listed.map((entry, i) => this.ownLine(entry, i))],
      warnings: [
        ...this.file.warnings,
        ...this.file.blocks.warnings,
        ...(more > 0 ? [`The file has ${formatCount(more)} more arrays; the tree has them.`] : []),
      ],
    };
  }

  /** Reads the headers of the blocks that arrays are in, all at once; once for all who ask. */
  async readHeaders(options: ReadOptions): Promise<void> {
    await this.reading.get(options);
  }

  private async readAll(options: ReadOptions): Promise<void> {
    const most = this.file.reader.local ? MOST_HEADERS.local : MOST_HEADERS.remote;
    const sources = new Set<number>();
    for (const { array } of this.entries) {
      if (!('problem' in array) && array.source.kind === 'block' && sources.size < most) {
        sources.add(array.source.block);
      }
    }
    if (sources.size === 0) {
      return;
    }
    const headers = this.file.blocks.headers([...sources], options);
    await Promise.all([...sources].map((source, i) => this.keep(source, headers[i])));
  }

  /** What is wrong with one block concerns its arrays only. */
  private async keep(source: number, header: Promise<BlockHeader> | undefined): Promise<void> {
    try {
      this.headers.set(source, await (header as Promise<BlockHeader>));
    } catch (error) {
      if (!isBroken(error)) {
        throw error;
      }
      this.headers.set(source, { problem: error.message });
    }
  }

  private lineAt(place: number): HduLine {
    const entry = this.entries[place] as ArrayEntry;
    const { array } = entry;
    const own = this.ownLine(entry, place);
    if ('problem' in array || array.source.kind !== 'fits') {
      return own;
    }
    const hdu = this.hduLine(array.source.hdu);
    // The words are those of the tree, whose axes stand the other way round.
    return hdu === undefined
      ? { ...own, picture: { reason: 'its HDU is not in this file' } }
      : { ...hdu, dimensions: own.dimensions, format: own.format };
  }

  private ownLine(entry: ArrayEntry, place: number): HduLine {
    const { array } = entry;
    const block =
      'problem' in array || array.source.kind !== 'block'
        ? undefined
        : this.headers.get(array.source.block);
    return arrayLine(entry, this.tree + 1 + place, block);
  }
}
