import type { ArrayEntry, ArrayInfo } from '../core/asdf/array';
import { arraysOf } from '../core/asdf/arrays';
import { arrayTable } from '../core/asdf/array-table';
import type { AsdfFile } from '../core/asdf/asdf-file';
import { checkBlock } from '../core/asdf/block-checksum';
import type { BlockTools } from '../core/asdf/blocks/block-tools';
import { DecodedChunks } from '../core/asdf/blocks/decoded-chunks';
import { OpenSpools } from '../core/asdf/blocks/open-spools';
import type { AsdfNode } from '../core/asdf/node';
import type { ReadOptions } from '../core/bytes/source';
import { arraySource } from '../core/cutout/array-source';
import type { CutoutSource } from '../core/cutout/cutout-source';
import { SkybucketError } from '../core/errors';
import type { Table, TableOptions } from '../core/table/table';
import type { ChecksumReply, HeaderReply, MaskReply, PlaneRef } from '../protocol/methods';
import { AsdfArrays } from './asdf-arrays';
import { AsdfBlocks, type BlockPlace } from './asdf-blocks';
import { arrayCards, blockCards, fileCards } from './asdf-cards';
import { firstArray } from './asdf-first';
import { AsdfIndex } from './asdf-index';
import { AsdfWcs } from './asdf-wcs';
import type { HduLineOf } from './asdf-lines';
import { boundedWarnings } from './bounded-warnings';
import type { ChecksumOptions, Content, FoundWcs, PartImage, Parts, TreeContent } from './content';
import { asdfMaskReply } from './mask-replies';
import type { OtherFiles } from './other-files';
import { withRomanUnits } from './with-roman-units';
import type { WorkerTools } from './tools';

/** How a tree calls an HDU of the FITS file around it: by name and version, or by its number. */
export type HduName = Extract<ArrayInfo['source'], { kind: 'fits' }>['hdu'];

/** What an ASDF file is in, and works with. */
export interface AsdfSurroundings {
  readonly tools: WorkerTools;
  readonly others: OtherFiles;
  /** The number of its tree, default 0; those of the arrays follow. */
  readonly base?: number | undefined;
  /** Lines of the HDUs of the FITS file around it, for arrays that are in one. */
  readonly hduLine?: HduLineOf | undefined;
}

/** The tree and the arrays of an ASDF file. */
export class AsdfContent implements Content {
  readonly format = 'ASDF';
  private readonly entries: readonly ArrayEntry[];
  private readonly index: AsdfIndex;
  private readonly blocks: AsdfBlocks;
  private readonly arrays: AsdfArrays;
  private readonly systems: AsdfWcs;

  constructor(
    private readonly file: AsdfFile,
    private readonly around: AsdfSurroundings,
  ) {
    this.entries = withRomanUnits(arraysOf(file.tree), file.tree);
    this.index = new AsdfIndex(file, this.entries, around.base ?? 0, around.hduLine);
    this.blocks = new AsdfBlocks(file, blockTools(around.tools), around.others);
    this.arrays = new AsdfArrays(this.blocks);
    this.systems = new AsdfWcs(file.tree, this.blocks);
  }

  async *find(options: ReadOptions): AsyncGenerator<{ count: number; more: boolean }> {
    yield { count: this.entries.length + 1, more: true };
    await this.index.readHeaders(options);
    yield { count: this.entries.length + 1, more: false };
  }

  parts(): Parts {
    const { lines, warnings } = this.index.list();
    return { lines, warnings, first: firstArray(this.entries, lines.slice(1), this.index.tree) };
  }

  async header(part: number, _stored: boolean, options: ReadOptions): Promise<HeaderReply> {
    if (part === this.index.tree) {
      const count = await this.file.blocks.count(options);
      const warnings = [...this.file.warnings, ...this.file.blocks.warnings];
      return headerReply(fileCards(this.file, count, this.entries.length), warnings, 0);
    }
    const entry = this.index.entryAt(part);
    const place = await this.placeOf(entry, options);
    const header = place?.header;
    const cards = [...arrayCards(entry), ...(header ? blockCards(header) : [])];
    const warnings = 'problem' in entry.array ? [entry.array.problem] : [];
    return headerReply(cards, warnings, header?.checksum === undefined ? 0 : header.used);
  }

  async checksum(part: number, options: ChecksumOptions): Promise<ChecksumReply> {
    const place =
      part === this.index.tree ? undefined : await this.placeOf(this.index.entryAt(part), options);
    if (place === undefined) {
      const text = 'This is in no block, so there is nothing to check.';
      return { datasum: 'absent', checksum: 'absent', text };
    }
    const { reader, header } = place;
    const { signal, meter, onProgress } = options;
    const reading = { signal, meter, onProgress };
    const verdict = await checkBlock(reader, header, this.around.tools.newMd5, reading);
    const name = `block ${header.index}`;
    const texts = {
      correct: `The MD5 of ${name} is correct.`,
      wrong:
        header.available < header.used
          ? `The file ends inside ${name}, so its MD5 cannot be right.`
          : `The MD5 of ${name} is wrong: its bytes are not those that were written.`,
      absent: `There is no checksum in the header of ${name}, so there is nothing to check.`,
    };
    return { datasum: verdict, checksum: 'absent', text: texts[verdict] };
  }

  image(part: number, options: ReadOptions): Promise<PartImage> {
    return this.arrays.image(this.readable(part), options);
  }

  async table(part: number, options: TableOptions): Promise<Table> {
    return arrayTable(await this.arrays.open(this.readable(part), options));
  }

  wcs(part: number, options: ReadOptions): Promise<FoundWcs> {
    return this.systems.of(this.index.entryAt(part), options);
  }

  async cutoutSource(
    part: number,
    slice: readonly number[],
    options: ReadOptions,
  ): Promise<CutoutSource> {
    const opened = await this.arrays.open(this.readable(part), options);
    const { path } = this.index.entryAt(part);
    return arraySource(opened, path, this.file.reader.label, slice);
  }

  /**
   * The coordinate system that the tree has for an array in an HDU around it; undefined where it has none.
   *
   * @param isIt tells the HDU by what the tree calls it.
   */
  async wcsOfHdu(isIt: (hdu: HduName) => boolean, options: ReadOptions): Promise<FoundWcs> {
    if (this.file.tree === undefined) {
      return { problem: this.file.warnings[0] ?? 'The ASDF file of it has no tree.' };
    }
    const entry = this.entries.find(
      ({ array }) =>
        !('problem' in array) && array.source.kind === 'fits' && isIt(array.source.hdu),
    );
    return entry && this.systems.of(entry, options);
  }

  async mask(ref: PlaneRef, options: ReadOptions): Promise<MaskReply | undefined> {
    const entry = this.index.entryAt(ref.hdu);
    return asdfMaskReply(
      this.entries,
      entry,
      ref,
      this.file.tree,
      (mask) => this.index.partOf(mask),
      (part) => this.image(part, options),
    );
  }

  async tree(part: number, options: ReadOptions): Promise<TreeContent> {
    if (part !== this.index.tree) {
      const { path } = this.index.entryAt(part);
      throw new SkybucketError(
        'unsupported',
        `The array ${path.slice(0, 200)} is a part of the tree.`,
      );
    }
    await this.index.readHeaders(options);
    return { file: this.file, lineOf: (node: AsdfNode) => this.index.lineOf(node) };
  }

  async agree(part: number, options: ReadOptions): Promise<void> {
    await this.blocks.agree(this.readable(part), options);
  }

  /** @throws SkybucketError `not-found`, `unsupported` */
  private readable(part: number): ArrayInfo {
    const { array } = this.index.entryAt(part);
    if ('problem' in array) {
      throw new SkybucketError('unsupported', array.problem);
    }
    return array;
  }

  private async placeOf(
    { array }: ArrayEntry,
    options: ReadOptions,
  ): Promise<BlockPlace | undefined> {
    return 'problem' in array ? undefined : this.blocks.place(array, options);
  }
}

/** The temporary files stay open, as those of a whole file do, until the thread of the file ends. */
function blockTools({ inflateStream, unpack }: WorkerTools): BlockTools {
  const spools = new OpenSpools(unpack.spools);
  return { inflate: inflateStream, spools, decoded: new DecodedChunks() };
}

function headerReply(
  cards: HeaderReply['cards'],
  warnings: readonly string[],
  bytesToCheck: number,
): HeaderReply {
  return { cards, warnings: boundedWarnings(warnings), restored: false, bytesToCheck };
}
