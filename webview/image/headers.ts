import type { HduLine, HeaderReply } from '../../src/protocol/methods';
import type { HeaderPanel } from '../header/panel';
import { hduName, isPart } from './hdu';
import type { Host } from './host';
import { troubleOf } from './host';
import { errorNotice } from './stage';

/** Brings the header of the chosen HDU into its panel, but only once the panel is open. */
export class HeaderLoader {
  readonly #host: Host;
  readonly #panel: HeaderPanel;
  #line: HduLine | undefined;
  #shown: HduLine | undefined;
  /** The cards as they are in the file are wanted, rather than those of what it holds compressed. */
  #stored = false;
  #bytesToCheck: number | undefined;
  #stop = new AbortController();
  #checkStop = new AbortController();

  constructor(host: Host, panel: HeaderPanel) {
    this.#host = host;
    this.#panel = panel;
    panel.tools.listen({
      onStored: (stored) => this.#choose(stored),
      onCheck: () => void this.#check(),
      onCancelCheck: () => {
        this.#checkStop.abort();
        this.#offerCheck();
      },
    });
  }

  choose(line: HduLine, open: boolean): void {
    this.#line = line;
    this.#shown = undefined;
    this.#stored = false;
    this.#bytesToCheck = undefined;
    this.#stop.abort();
    this.#checkStop.abort();
    this.#panel.tools.showChoice(undefined);
    this.#offerCheck();
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

  #choose(stored: boolean): void {
    const line = this.#shown;
    if (line !== undefined && stored !== this.#stored) {
      this.#stored = stored;
      void this.#load(line);
    }
  }

  async #load(line: HduLine): Promise<void> {
    this.#stop.abort();
    const stop = new AbortController();
    const { signal } = stop;
    this.#stop = stop;
    const stored = this.#stored;
    const what = stored ? 'Stored header' : isPart(line) ? 'Properties' : 'Header';
    const title = `${what} of ${hduName(line)}`;
    this.#panel.showLoading(title);
    try {
      const header = await this.#host.request('header', { hdu: line.index, stored }, { signal });
      if (!signal.aborted) {
        this.#show(title, header, line);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        const retry = (): void => void this.#load(line);
        this.#panel.showNotice(title, errorNotice('The header could not be read', trouble, retry));
      }
    }
  }

  #show(title: string, header: HeaderReply, line: HduLine): void {
    const stored = this.#stored;
    this.#panel.show(title, header, isPart(line) ? 'properties' : 'cards');
    this.#panel.tools.showChoice(header.restored ? (stored ? 'stored' : 'restored') : undefined);
    const bytes = header.bytesToCheck > 0 ? header.bytesToCheck : undefined;
    if (bytes !== this.#bytesToCheck) {
      this.#bytesToCheck = bytes;
      this.#offerCheck();
    }
  }

  #offerCheck(): void {
    this.#panel.tools.showCheck({ kind: 'offered', bytes: this.#bytesToCheck });
  }

  async #check(): Promise<void> {
    const line = this.#shown;
    if (line === undefined) {
      return;
    }
    this.#checkStop.abort();
    const stop = new AbortController();
    const { signal } = stop;
    this.#checkStop = stop;
    const { tools } = this.#panel;
    const show = (check: Parameters<typeof tools.showCheck>[0]): void => {
      if (!signal.aborted) {
        tools.showCheck(check);
      }
    };
    show({ kind: 'checking', done: 0 });
    try {
      const onProgress = ({ done }: { done: number }): void => show({ kind: 'checking', done });
      const reply = await this.#host.request(
        'checksum',
        { hdu: line.index },
        { signal, onProgress },
      );
      show({ kind: 'checked', reply });
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const trouble = troubleOf(error);
      if (trouble === undefined) {
        this.#offerCheck();
      } else {
        const { message, hint } = trouble;
        show({ kind: 'failed', text: [message, hint].filter(Boolean).join(' ') });
      }
    }
  }
}
