import type { CatalogReply, DatasetRef } from '../../../src/protocol/catalog';
import type { MatchChoice } from '../../../src/protocol/catalog-match';
import { countOf } from '../../../src/protocol/figures';
import { troubleOf } from '../../image/host';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { createSelect } from '../../ui/select';
import type { CatalogHost } from '../catalog-host';

const NONE = '';

const KINDS: Readonly<Record<MatchChoice['kind'], string>> = {
  result: 'Result',
  catalogue: 'Catalogue',
  file: 'File',
};

/** The table or catalogue that is matched with: one that is kept or listed, or a file. */
export class OtherSide {
  readonly element: HTMLElement;
  readonly #host: CatalogHost;
  readonly #onChange: () => void;
  readonly #choice = createSelect<string>({
    label: 'Match with',
    onChange: () => this.#choose(this.#listed[Number(this.#choice.value || NaN)]),
  });
  readonly #part = createSelect<string>({
    label: 'Which catalogue there',
    onChange: () => this.#look(this.#parts[Number(this.#part.value)]?.dataset),
  });
  readonly #about = element('p', { class: 'match-about', attributes: { role: 'status' } });
  /** Kept results and catalogues, and files that were chosen. */
  #known: readonly MatchChoice[] = [];
  #files: readonly MatchChoice[] = [];
  #parts: readonly { readonly dataset: DatasetRef; readonly label: string }[] = [];
  #chosen: MatchChoice | undefined;
  #reply: CatalogReply | undefined;
  #looking = new AbortController();

  /** @param onChange another one is chosen, or something has become known of it. */
  constructor(host: CatalogHost, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    const file = createButton({
      label: 'Match with the table of a file',
      text: 'File…',
      onClick: () => void this.#askForFile(),
    });
    this.element = element('div', { class: 'match-other' }, [
      element('div', { class: 'match-line' }, [this.#choice.element, file.element]),
      this.#part.element,
      this.#about,
    ]);
    this.#show();
  }

  /** What is known of it; undefined until it is. */
  get reply(): CatalogReply | undefined {
    return this.#reply;
  }

  /** Asks what there is: a run may have brought another result. */
  async ask(): Promise<void> {
    try {
      this.#known = (await this.#host.request('matchOthers', {})).choices;
      this.#show();
    } catch (error) {
      this.#complain(error);
    }
  }

  get #listed(): readonly MatchChoice[] {
    return [...this.#files, ...this.#known];
  }

  #show(): void {
    const at = this.#listed.findIndex(({ dataset }) => isSame(dataset, this.#chosen?.dataset));
    this.#choice.setChoices(
      [
        { value: NONE, label: 'Choose a table or catalogue' },
        ...this.#listed.map(({ label, kind }, i) => ({
          value: String(i),
          label: `${KINDS[kind]}: ${label}`,
        })),
      ],
      at < 0 ? NONE : String(at),
    );
    this.#part.element.hidden = this.#parts.length === 0;
  }

  #choose(choice: MatchChoice | undefined): void {
    this.#chosen = choice;
    this.#parts = [];
    this.#look(choice?.dataset);
  }

  async #askForFile(): Promise<void> {
    try {
      const found = await this.#host.request('chooseMatchFile', {});
      if (found !== null) {
        const { choice } = found;
        const others = this.#files.filter(({ dataset }) => !isSame(dataset, choice.dataset));
        this.#files = [choice, ...others];
        this.#choose(choice);
      }
    } catch (error) {
      this.#complain(error);
    }
  }

  #look(dataset: DatasetRef | undefined): void {
    this.#looking.abort();
    this.#looking = new AbortController();
    this.#reply = undefined;
    setText(this.#about, dataset === undefined ? '' : 'Looking at its columns…');
    this.#about.classList.remove('wrong');
    this.#show();
    this.#onChange();
    if (dataset !== undefined) {
      void this.#learn(dataset, this.#looking.signal);
    }
  }

  async #learn(dataset: DatasetRef, signal: AbortSignal): Promise<void> {
    try {
      const reply = await this.#host.request('lookAtOther', { dataset }, { signal });
      if (signal.aborted) {
        return;
      }
      if ('choices' in reply) {
        this.#parts = reply.choices;
        const labels = this.#parts.map(({ label }, i) => ({ value: String(i), label }));
        this.#part.setChoices(labels, '0');
        this.#look(this.#parts[0]?.dataset);
        return;
      }
      this.#reply = reply;
      const rows = reply.rows === undefined ? [] : [countOf(reply.rows, 'row')];
      const columns = countOf(reply.columns.length, 'column');
      setText(this.#about, [...rows, columns, ...reply.warnings].join(' · '));
      this.#onChange();
    } catch (error) {
      if (!signal.aborted) {
        this.#complain(error);
      }
    }
  }

  #complain(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      setText(this.#about, [trouble.message, trouble.hint].filter(Boolean).join(' '));
      this.#about.classList.add('wrong');
    }
  }
}

function isSame(one: DatasetRef, other: DatasetRef | undefined): boolean {
  return one.uri === other?.uri && one.part === other.part;
}
