import { formatCount } from '../../src/protocol/figures';
import type { PlaneRef } from '../../src/protocol/methods';
import type { Region, RegionSystem } from '../../src/protocol/region';
import { MOST_REGIONS } from '../../src/protocol/region';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { troubleText } from '../inspector/demand-line';
import type { ShownPlane } from '../overlay/stand';
import type { RegionModel } from './region-model';
import { countText } from './region-words';

/** What came of a region file, in words. */
export interface FileNews {
  readonly text: string;
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
  readonly isError: boolean;
}

/** Region files of the image on show. */
export class RegionFiles {
  readonly #host: Host;
  readonly #model: RegionModel;
  readonly #shown: () => ShownPlane | undefined;
  readonly #onNews: (news: FileNews) => void;

  constructor(
    host: Host,
    model: RegionModel,
    shown: () => ShownPlane | undefined,
    onNews: (news: FileNews) => void,
  ) {
    this.#host = host;
    this.#model = model;
    this.#shown = shown;
    this.#onNews = onNews;
  }

  /** Asks for a file and adds its regions. */
  open(): Promise<void> {
    return this.#attempt(async (ref) => {
      const file = await this.#host.request('openRegions', {});
      if (file !== null) {
        await this.#add(ref, file);
      }
    });
  }

  /** Asks where to write all regions. */
  save(system: RegionSystem): Promise<void> {
    return this.#attempt(async (ref) => {
      const { regions } = this.#model;
      const { text } = await this.#host.request('writeRegions', { ...ref, regions, system });
      const { saved } = await this.#host.request('saveRegions', { name: 'regions.reg', text });
      if (saved) {
        this.#tell(`Wrote ${countText(regions.length)}.`);
      }
    });
  }

  /** The text of a region file with some regions, in pixels; undefined where it failed. */
  async textOf(regions: readonly Region[]): Promise<string | undefined> {
    let written: string | undefined;
    await this.#attempt(async (ref) => {
      const reply = await this.#host.request('writeRegions', { ...ref, regions, system: 'image' });
      written = reply.text;
    });
    return written;
  }

  async #add(ref: PlaneRef, file: { readonly name: string; readonly text: string }): Promise<void> {
    const { regions, problems } = await this.#host.request('readRegions', {
      ...ref,
      text: file.text,
    });
    // Read as shapes of an image that is no more on show.
    if (this.#shown()?.ref !== ref) {
      this.#tell(`${file.name} was not read: another image is on show.`);
      return;
    }
    const left = this.#model.add(regions);
    const added = countText(regions.length - left);
    const rest =
      left === 0
        ? ''
        : ` ${formatCount(left)} more were left out: ${formatCount(MOST_REGIONS)} are the most.`;
    this.#tell(`Read ${added} from ${file.name}.${rest}`, problems);
  }

  #tell(text: string, problems: readonly string[] = [], isError = false): void {
    this.#onNews({ text, problems, isError });
  }

  async #attempt(run: (ref: PlaneRef) => Promise<void>): Promise<void> {
    const ref = this.#shown()?.ref;
    if (ref === undefined) {
      return;
    }
    try {
      await run(ref);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#tell(troubleText(trouble), [], true);
      }
    }
  }
}
