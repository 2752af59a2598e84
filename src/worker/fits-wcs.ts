import type { ReadOptions } from '../core/bytes/source';
import type { Hdu } from '../core/fits/hdu';
import { openPlane } from '../core/fits/image-plane';
import { openTable } from '../core/fits/tables/open-table';
import { loadWcsTables } from '../core/sky/fits/load-tables';
import { readFitsWcs } from '../core/sky/fits/read-wcs';
import { withWarnings } from '../core/sky/with-warnings';
import type { FoundWcs } from './content';
import type { EmbeddedFiles } from './embedded-files';
import { embeddedWcs } from './embedded-wcs';
import type { OpenFits } from './fits-file';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';
import type { WorkerTools } from './tools';

/** Coordinate systems that are kept, with their look-up tables. */
const MOST_SYSTEMS = 8;

/** The coordinate systems of the HDUs of a file. */
export class FitsWcsSystems {
  /** The one used last stands last. */
  private readonly kept = new Map<number, KeptTask<FoundWcs>>();

  constructor(
    private readonly fits: OpenFits,
    private readonly tools: Pick<WorkerTools, 'tiles' | 'inflate'>,
    private readonly embedded: EmbeddedFiles,
  ) {}

  of(hdu: Hdu, options: ReadOptions): Promise<FoundWcs> {
    const task = this.kept.get(hdu.index) ?? new KeptTask((reading) => this.load(hdu, reading));
    keepLast(this.kept, hdu.index, task, MOST_SYSTEMS);
    return task.get(options);
  }

  private async load(hdu: Hdu, options: ReadOptions): Promise<FoundWcs> {
    const gwcs = await embeddedWcs(this.fits.index, hdu, this.embedded, options);
    if (gwcs === undefined || !('problem' in gwcs)) {
      return gwcs ?? this.fromHeader(hdu, options);
    }
    const problem = `The gwcs of this image cannot be used: ${gwcs.problem}`;
    const header = await this.fromHeader(hdu, options);
    if (header === undefined || 'problem' in header) {
      return { problem: [problem, ...(header ? [header.problem] : [])].join(' ') };
    }
    return withWarnings(header, [`${problem} The FITS header is used in its place.`]);
  }

  private async fromHeader({ header }: Hdu, options: ReadOptions): Promise<FoundWcs> {
    const { index, reader } = this.fits;
    const { tiles, inflate } = this.tools;
    const tools = {
      planeOf: (hdu: Hdu) => openPlane(reader, hdu, [], { tiles }),
      tableOf: (hdu: Hdu) => openTable(reader, hdu, inflate),
    };
    return readFitsWcs(header, { tables: await loadWcsTables(index, header, tools, options) });
  }
}
