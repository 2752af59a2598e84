import type { CatalogColumn, FieldReply } from '../../../src/protocol/catalog';
import { troubleOf } from '../../image/host';
import { createButton } from '../../ui/button';
import { element } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';
import { typeWords } from './field-list';

/** Entries shown; a file may have any number of them. */
const MOST_ENTRIES = 200;
/** While one walks through the list nothing is asked, in milliseconds. */
const REST = 150;

/** All that is known of one column. */
export class FieldDetails {
  readonly element = element('div', {
    class: 'field-details',
    attributes: { role: 'region', 'aria-label': 'Metadata of the column', tabindex: '0' },
  });
  readonly #host: CatalogHost;
  readonly #onClose: () => void;
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown: string | undefined;

  constructor(host: CatalogHost, onClose: () => void) {
    this.#host = host;
    this.#onClose = onClose;
    this.element.hidden = true;
  }

  show(column: CatalogColumn | undefined): void {
    if (column?.name === this.#shown) {
      return;
    }
    this.#shown = column?.name;
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.element.hidden = column === undefined;
    if (column !== undefined) {
      this.#fill(column, []);
      this.#stop = new AbortController();
      const { signal } = this.#stop;
      this.#timer = setTimeout(() => void this.#ask(column, signal), REST);
    }
  }

  async #ask(column: CatalogColumn, signal: AbortSignal): Promise<void> {
    try {
      const { entries } = await this.#host.request('field', { column: column.name }, { signal });
      if (!signal.aborted) {
        this.#fill(column, entries);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#fill(column, [{ name: 'Metadata', value: trouble.message }]);
      }
    }
  }

  #fill(column: CatalogColumn, entries: FieldReply['entries']): void {
    const { name, unit, description } = column;
    const own = [typeWords(column), unit, column.inFolders ? 'in the names of folders' : ''];
    const left = entries.length - MOST_ENTRIES;
    this.element.replaceChildren(
      element('div', { class: 'field-head' }, [
        element('span', { class: 'field-details-name', text: name, title: name }),
        element('span', { class: 'field-unit', text: own.filter(Boolean).join(' · ') }),
        createButton({ label: 'Close the metadata', icon: 'close', onClick: this.#onClose })
          .element,
      ]),
      ...(description === ''
        ? []
        : [element('p', { class: 'field-description', text: description })]),
      element(
        'dl',
        { class: 'field-entries' },
        entries
          .slice(0, MOST_ENTRIES)
          .flatMap((entry) => [
            element('dt', { text: entry.name }),
            element('dd', { text: entry.value }),
          ]),
      ),
      ...(left > 0 ? [element('p', { text: `${left} more entries are not shown.` })] : []),
    );
  }
}
