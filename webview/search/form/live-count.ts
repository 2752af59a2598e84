import { formatCount } from '../../../src/protocol/figures';
import type { FilledForm, SearchPlace } from '../../../src/protocol/search';
import { troubleOf } from '../../image/host';
import type { SearchHost } from '../search-host';

/** Counting begins when nothing has been typed for so long, in milliseconds. */
const REST = 600;

/** What is known of how many rows a search would have. */
export type Counted =
  | { readonly is: 'nothing' }
  | { readonly is: 'counting' }
  | {
      readonly is: 'counted';
      readonly rows: number | undefined;
      readonly place: SearchPlace | undefined;
    }
  | { readonly is: 'failed'; readonly message: string };

/** Counts what is filled in, once it rests; whatever was asked for something else is cancelled. */
export class LiveCount {
  readonly #host: SearchHost;
  readonly #onChange: () => void;
  readonly #rest: number;
  #counted: Counted = { is: 'nothing' };
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #key = '';

  constructor(host: SearchHost, onChange: () => void, rest = REST) {
    this.#host = host;
    this.#onChange = onChange;
    this.#rest = rest;
  }

  get counted(): Counted {
    return this.#counted;
  }

  /** @param form what is filled in; undefined for nothing, or for a service that does not count. */
  ask(form: FilledForm | undefined): void {
    const key = form === undefined ? '' : JSON.stringify(form);
    if (key === this.#key) {
      return;
    }
    this.cancel();
    this.#key = key;
    if (form === undefined) {
      this.#show({ is: 'nothing' });
      return;
    }
    this.#show({ is: 'counting' });
    this.#timer = setTimeout(() => void this.#count(form), this.#rest);
  }

  /** Asks anew what has failed. */
  retry(form: FilledForm): void {
    this.#key = '';
    this.ask(form);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#key = '';
  }

  async #count(form: FilledForm): Promise<void> {
    const { signal } = this.#stop;
    try {
      const { rows, place } = await this.#host.request('countSearch', form, { signal });
      if (!signal.aborted) {
        this.#show({ is: 'counted', rows, place });
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#show({
          is: 'failed',
          message: [trouble.message, trouble.hint].filter(Boolean).join(' '),
        });
      }
    }
  }

  #show(counted: Counted): void {
    this.#counted = counted;
    this.#onChange();
  }
}

/** For beside the button; empty where there is nothing to say. */
export function countWords(counted: Counted): string {
  switch (counted.is) {
    case 'nothing':
    case 'failed':
      return '';
    case 'counting':
      return 'Counting…';
    case 'counted':
      if (counted.rows === undefined) {
        return '';
      }
      return counted.rows === 1 ? '1 row' : `${formatCount(counted.rows)} rows`;
  }
}
