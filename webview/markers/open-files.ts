import type { OpenFile } from '../../src/protocol/match';
import type { Host } from '../image/host';

/** The other files that are open, as far as somebody asked. */
export class OpenFiles {
  readonly #host: Host;
  readonly #onChange: () => void;
  #files: readonly OpenFile[] = [];
  #asked = false;

  constructor(host: Host, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.on('openFilesChanged', () => {
      if (this.#asked) {
        this.ask();
      }
    });
  }

  get files(): readonly OpenFile[] {
    return this.#files;
  }

  /** Asks for them, and again whenever they change. */
  ask(): void {
    this.#asked = true;
    this.#host
      .request('openFiles', {})
      .then(({ files }) => {
        this.#files = files;
        this.#onChange();
      })
      // Without others there is still this file.
      .catch(() => undefined);
  }
}
