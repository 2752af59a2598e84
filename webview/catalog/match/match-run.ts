import type { CatalogMatchPlan, CatalogMatchRequest } from '../../../src/protocol/catalog-match';
import { RemoteError } from '../../../src/protocol/wire';
import { troubleOf } from '../../image/host';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';
import { matchedWords, planWords } from './match-words';

/** What is under way. */
type Doing = 'planning' | 'matching';

/** Plans and runs a match, and says how it goes. */
export class MatchRun {
  readonly element: HTMLElement;
  readonly #host: CatalogHost;
  /** What is filled in, or what is lacking. */
  readonly #request: () => CatalogMatchRequest | string;
  readonly #listener: { onDone(): void };
  readonly #words = element('p', { class: 'match-words', attributes: { role: 'status' } });
  readonly #notes = element('div', { class: 'match-notes' });
  readonly #bar = element('progress', {
    class: 'match-progress',
    attributes: { max: '1', 'aria-label': 'Matching' },
  });
  readonly #plan = createButton({ label: 'Plan', onClick: () => void this.#start('planning') });
  readonly #match = createButton({
    ...{ label: 'Match', look: 'primary' },
    onClick: () => void this.#start('matching'),
  });
  readonly #cancel = createButton({ label: 'Cancel', onClick: () => this.#stop.abort() });
  #stop = new AbortController();
  #doing: Doing | undefined;
  /** The request that the user is asked about, as text. */
  #asked = '';
  #busy = false;
  /** What is said is how a match went. */
  #hasMatched = false;

  constructor(
    host: CatalogHost,
    request: () => CatalogMatchRequest | string,
    listener: { onDone(): void },
  ) {
    this.#host = host;
    this.#request = request;
    this.#listener = listener;
    this.element = element('div', { class: 'match-run' }, [
      element('div', { class: 'match-buttons' }, [
        ...[this.#plan, this.#match, this.#cancel].map((button) => button.element),
      ]),
      this.#bar,
      this.#words,
      this.#notes,
    ]);
    this.#update();
  }

  /** A query runs: its rows are not all there yet. */
  set busy(busy: boolean) {
    if (busy !== this.#busy) {
      this.#busy = busy;
      this.#update();
    }
  }

  /**
   * Something else is filled in.
   *
   * @param byRows other rows alone are on show: they may be those of the match, of which is told.
   */
  changed(byRows: boolean): void {
    if (this.#doing === undefined && !(byRows && this.#hasMatched)) {
      this.#hasMatched = false;
      const request = this.#request();
      this.#say(typeof request === 'string' ? request : '');
    }
    this.#update();
  }

  async #start(doing: Doing): Promise<void> {
    const request = this.#request();
    if (typeof request === 'string') {
      this.#say(request);
      return;
    }
    const agreed = this.#asked === JSON.stringify(request);
    this.#asked = '';
    this.#hasMatched = false;
    this.#doing = doing;
    this.#stop = new AbortController();
    this.#update();
    const options = {
      signal: this.#stop.signal,
      onProgress: ({ words, done }: { readonly words: string; readonly done: number }) => {
        setText(this.#words, words);
        this.#bar.value = done;
      },
    };
    try {
      if (doing === 'planning') {
        this.#showPlan(await this.#host.request('planMatch', request, options), request);
      } else {
        const all = { ...request, agreed };
        const { matched, rows, of } = await this.#host.request('matchCatalog', all, options);
        this.#say(matchedWords(matched, of, rows));
        this.#hasMatched = true;
        this.#listener.onDone();
      }
    } catch (error) {
      this.#complain(error, request);
    } finally {
      this.#doing = undefined;
      this.#update();
    }
  }

  #showPlan(plan: CatalogMatchPlan, request: CatalogMatchRequest): void {
    this.#say(
      plan.asks
        ? `${planWords(plan)} That is above the limit of the settings: Match reads it all the same.`
        : planWords(plan),
      plan.problems,
    );
    this.#asked = plan.asks ? JSON.stringify(request) : '';
  }

  #complain(error: unknown, request: CatalogMatchRequest): void {
    const trouble = troubleOf(error);
    if (trouble === undefined) {
      this.#say('Cancelled.');
      return;
    }
    const isCostly = error instanceof RemoteError && error.code === 'costly';
    this.#asked = isCostly ? JSON.stringify(request) : '';
    const hint = isCostly ? 'Press Match once more to read it all the same.' : trouble.hint;
    this.#say([trouble.message, hint].filter(Boolean).join(' '));
    this.#words.classList.toggle('wrong', !isCostly);
  }

  #say(words: string, notes: readonly string[] = []): void {
    setText(this.#words, words);
    this.#words.classList.remove('wrong');
    this.#notes.replaceChildren(...notes.map((text) => element('p', { text })));
  }

  #update(): void {
    const isIdle = this.#doing === undefined;
    const isReady = isIdle && !this.#busy && typeof this.#request() !== 'string';
    this.#plan.setDisabled(!isReady);
    this.#match.setDisabled(!isReady);
    this.#cancel.element.hidden = isIdle;
    this.#bar.hidden = isIdle;
    if (isIdle) {
      this.#bar.removeAttribute('value');
    }
  }
}
