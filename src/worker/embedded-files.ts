import { openAsdf } from '../core/asdf/open-asdf';
import type { ReadOptions } from '../core/bytes/source';
import type { Hdu } from '../core/fits/hdu';
import { EMBEDDED_ARRAYS, type HduLine } from '../protocol/methods';
import { AsdfContent, type HduName } from './asdf-content';
import { embeddedReader } from './embedded-asdf';
import type { OpenFits } from './fits-file';
import { fitsLines } from './fits-replies';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';
import { NO_OTHER_FILES } from './other-files';
import type { WorkerTools } from './tools';

/** ASDF files inside of HDUs that stay open; a product has one. */
const MOST_FILES = 4;

/** The number of the tree inside of an HDU; those of its arrays follow. */
export function embeddedIndex(hdu: number): number {
  return (hdu + 1) * EMBEDDED_ARRAYS;
}

/** The ASDF files inside of the HDUs of a FITS file. */
export class EmbeddedFiles {
  private readonly files = new Map<number, KeptTask<AsdfContent>>();

  constructor(
    private readonly fits: OpenFits,
    private readonly tools: WorkerTools,
  ) {}

  /** @throws SkybucketError `unsupported` for an HDU that holds none, or what opening it throws. */
  of(hdu: Hdu, options: ReadOptions): Promise<AsdfContent> {
    const task = this.files.get(hdu.index) ?? new KeptTask((reading) => this.open(hdu, reading));
    keepLast(this.files, hdu.index, task, MOST_FILES);
    return task.get(options);
  }

  private async open(hdu: Hdu, options: ReadOptions): Promise<AsdfContent> {
    const reader = await embeddedReader(this.fits, hdu, this.tools, options);
    const file = await openAsdf(reader, options);
    // Arrays may be in any of the HDUs; mostly the list of them has been read.
    for await (const each of this.fits.index.all(options)) {
      void each;
    }
    const lines = fitsLines(this.fits.index.known);
    return new AsdfContent(file, {
      tools: this.tools,
      others: NO_OTHER_FILES,
      base: embeddedIndex(hdu.index),
      hduLine: (source) => lineIn(lines, source),
    });
  }
}

function lineIn(lines: readonly HduLine[], source: HduName): HduLine | undefined {
  return lines.find((line) => isCalled(line, source));
}

/** Whether a tree means this HDU. */
export function isCalled(
  { index, name, version }: Pick<HduLine, 'index' | 'name' | 'version'>,
  called: HduName,
): boolean {
  return typeof called === 'number'
    ? index === called
    : sameName(name, called.name) && version === called.version;
}

/** FITS does not tell upper from lower case in names of extensions. */
function sameName(one: string, other: string): boolean {
  return one.trim().toUpperCase() === other.trim().toUpperCase();
}
