import type { HduLine } from '../../src/protocol/methods';
import type { HeaderPanel } from '../header/panel';
import { hduName } from './hdu';
import type { Host } from './host';
import { troubleOf } from './host';
import { errorNotice } from './stage';

/** Brings the header of the chosen HDU into its panel, but only once the panel is open. */
export class HeaderLoader {
  readonly #host: Host;
  readonly #panel: HeaderPanel;
  #line: HduLine | undefined;
  #shown: HduLine | undefined;
  #stop = new AbortController();

  constructor(host: Host, panel: HeaderPanel) {
    this.#host = host;
    this.#panel = panel;
  }

  choose(line: HduLine, open: boolean): void {
    this.#line = line;
    this.#shown = undefined;
    this.#stop.abort();
    this.ensure(open);
  }

  /** Loads the header if the panel is open and does not show it yet. */
  ensure(open: boolean): void {
    const line = this.#line;
    if (open && line !== undefined && this.#shown !== line) {
      this.#shown = line;
      void this.#load(line);
    }
  }

  async #load(line: HduLine): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const title = `Header of ${hduName(line)}`;
    this.#panel.showLoading(title);
    try {
      const header = await this.#host.request(
        'header',
        { hdu: line.index },
        { signal: stop.signal },
      );
      if (this.#shown === line) {
        this.#panel.show(title, header);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && this.#shown === line) {
        const retry = (): void => void this.#load(line);
        this.#panel.showNotice(title, errorNotice('The header could not be read', trouble, retry));
      }
    }
  }
}
