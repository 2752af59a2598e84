import type { ReadOptions } from '../core/bytes/source';
import type { CutoutSource } from '../core/cutout/cutout-source';
import { fitsSource } from '../core/cutout/fits-source';
import { axisLinesOf } from '../core/fits/axis';
import { verifyChecksum } from '../core/fits/checksum';
import type { Hdu } from '../core/fits/hdu';
import { imageAxesOf } from '../core/fits/image-parameters';
import { openPlane } from '../core/fits/image-plane';
import { openTable } from '../core/fits/tables/open-table';
import { newTileCaches } from '../core/fits/tiles/tile-source';
import type { Table, TableOptions } from '../core/table/table';
import {
  EMBEDDED_ARRAYS,
  type ChecksumReply,
  type HeaderReply,
  type MaskReply,
  type PlaneRef,
} from '../protocol/methods';
import type { ChecksumOptions, Content, FoundWcs, PartImage, Parts, TreeContent } from './content';
import { EmbeddedFiles, embeddedIndex } from './embedded-files';
import type { OpenFits } from './fits-file';
import { fitsHeader, fitsParts } from './fits-replies';
import { FitsWcsSystems } from './fits-wcs';
import { fitsMaskReply } from './mask-replies';
import type { WorkerTools } from './tools';

/** The HDUs of a FITS file; those above {@link EMBEDDED_ARRAYS} are arrays of the ASDF file inside of one. */
export class FitsContent implements Content {
  readonly format = 'FITS';
  private readonly caches = newTileCaches();
  private readonly embedded: EmbeddedFiles;
  private readonly systems: FitsWcsSystems;

  constructor(
    private readonly fits: OpenFits,
    private readonly tools: WorkerTools,
  ) {
    this.embedded = new EmbeddedFiles(fits, tools);
    this.systems = new FitsWcsSystems(fits, tools, this.embedded);
  }

  async *find(options: ReadOptions): AsyncGenerator<{ count: number; more: boolean }> {
    const { index } = this.fits;
    for await (const hdu of index.all(options)) {
      const count = index.known.length;
      yield { count, more: !index.complete || hdu.index + 1 < count };
    }
  }

  parts(): Parts {
    return fitsParts(this.fits.index);
  }

  async header(part: number, stored: boolean, options: ReadOptions): Promise<HeaderReply> {
    const inner = await this.inner(part, options);
    return (
      inner?.header(part, stored, options) ?? fitsHeader(await this.hdu(part, options), stored)
    );
  }

  async checksum(part: number, options: ChecksumOptions): Promise<ChecksumReply> {
    const inner = await this.inner(part, options);
    return (
      inner?.checksum(part, options) ??
      verifyChecksum(this.fits.reader, await this.hdu(part, options), options)
    );
  }

  async image(part: number, options: ReadOptions): Promise<PartImage> {
    const inner = await this.inner(part, options);
    return inner?.image(part, options) ?? this.hduImage(await this.hdu(part, options));
  }

  async wcs(part: number, options: ReadOptions): Promise<FoundWcs> {
    const inner = await this.inner(part, options);
    return inner
      ? inner.wcs(part, options)
      : this.systems.of(await this.hdu(part, options), options);
  }

  async cutoutSource(
    part: number,
    slice: readonly number[],
    options: ReadOptions,
  ): Promise<CutoutSource> {
    const inner = await this.inner(part, options);
    if (inner !== undefined) {
      return inner.cutoutSource(part, slice, options);
    }
    const tools = { tiles: this.tools.tiles, caches: this.caches };
    return fitsSource(this.fits, await this.hdu(part, options), slice, tools, options);
  }

  async mask(ref: PlaneRef, options: ReadOptions): Promise<MaskReply | undefined> {
    const inner = await this.inner(ref.hdu, options);
    if (inner !== undefined) {
      return inner.mask(ref, options);
    }
    const hdu = await this.hdu(ref.hdu, options);
    const imageOf = (part: number): Promise<PartImage> => this.image(part, options);
    return fitsMaskReply(this.fits, hdu, ref, this.tools.inflate, imageOf, options);
  }

  async table(part: number, options: TableOptions): Promise<Table> {
    const inner = await this.inner(part, options);
    const { reader } = this.fits;
    return (
      inner?.table(part, options) ??
      openTable(reader, await this.hdu(part, options), this.tools.inflate)
    );
  }

  async tree(part: number, options: ReadOptions): Promise<TreeContent> {
    const file = await this.embedded.of(await this.hdu(part, options), options);
    return file.tree(embeddedIndex(part), options);
  }

  async agree(part: number, options: ReadOptions): Promise<void> {
    await (await this.inner(part, options))?.agree(part, options);
  }

  private hdu(part: number, options: ReadOptions): Promise<Hdu> {
    return this.fits.index.hdu(part, options);
  }

  private hduImage(hdu: Hdu): PartImage {
    const { tiles } = this.tools;
    return {
      // Asked for once a picture, the planes of it for every tile.
      get axes() {
        return imageAxesOf(hdu);
      },
      get axisLines() {
        return axisLinesOf(hdu);
      },
      plane: (slice) => openPlane(this.fits.reader, hdu, slice, { tiles, caches: this.caches }),
    };
  }

  /** The ASDF file that has the part, where it is an array of one. */
  private async inner(part: number, options: ReadOptions): Promise<Content | undefined> {
    if (part < EMBEDDED_ARRAYS) {
      return undefined;
    }
    const hdu = await this.hdu(Math.floor(part / EMBEDDED_ARRAYS) - 1, options);
    return this.embedded.of(hdu, options);
  }
}
