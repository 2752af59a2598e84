import type {
  FilledForm,
  SearchForm,
  SearchService,
  SearchState,
} from '../../../src/protocol/search';
import { troubleOf } from '../../image/host';
import { Activity } from '../../table/activity';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { createMenu } from '../../ui/menu';
import { createSelect } from '../../ui/select';
import type { SearchHost } from '../search-host';
import { Draft } from './draft';
import { FieldFinder } from './field-finder';
import { FieldRow } from './field-row';
import { countWords, LiveCount } from './live-count';
import { PlaceField } from './place-field';

export interface FormActions {
  /** What is filled in has changed. */
  onChange(): void;
  onSearch(form: FilledForm, asNew: boolean): void;
  onCancel(): void;
  onCopyPython(form: FilledForm): void;
}

/** The form of a search: the service, the place, the criteria, and how many rows that would be. */
export class FormPane {
  readonly element: HTMLElement;
  readonly #host: SearchHost;
  readonly #actions: FormActions;
  readonly #count: LiveCount;
  readonly #place: PlaceField;
  readonly #finder = new FieldFinder((field) => this.#add(field.name));
  readonly #fields = element('div', { class: 'form-fields' });
  readonly #notes = element('div', { class: 'form-notes' });
  readonly #figure = element('span', { class: 'form-count', attributes: { role: 'status' } });
  readonly #problem = element('div', { class: 'form-problem', attributes: { role: 'status' } });
  readonly #activity = new Activity('Form', () => this.focus());
  readonly #service = createSelect<string>({
    label: 'Service',
    title: 'Which archive is searched',
    onChange: (service) => this.#change(service),
  });
  readonly #search = createButton({
    label: 'Search',
    look: 'primary',
    title: 'Searches for what is filled in (Ctrl+Enter)',
    onClick: () => this.search(false),
  });
  readonly #cancel = createButton({
    label: 'Cancel',
    title: 'Stops the search; what has come is kept',
    onClick: () => this.#actions.onCancel(),
  });
  readonly #more = createMenu<'asNew' | 'clear' | 'python'>({
    label: 'More',
    icon: 'more',
    title: 'More to do with what is filled in',
    items: {
      asNew: { label: 'Search as a new search', onChoose: () => this.search(true) },
      python: { label: 'Copy as Python', icon: 'copy', onChoose: () => this.#copyPython() },
      clear: { label: 'Clear the form', apart: true, onChoose: () => this.#clear() },
    },
  });
  #services: readonly SearchService[] = [];
  #rows: FieldRow[] = [];
  #form: SearchForm | undefined;
  #draft = new Draft('');
  /** What was filled in when the form was last made equal to a search. */
  #taken = '';
  #isRestored = false;
  #isRunning = false;
  #loading = new AbortController();

  constructor(host: SearchHost, actions: FormActions) {
    this.#host = host;
    this.#actions = actions;
    this.#count = new LiveCount(host, () => this.#showCount());
    this.#place = new PlaceField(host, () => {
      this.#draft.place = this.#place.place;
      this.#draft.radius = this.#place.radius;
      this.#changed();
    });
    this.#cancel.element.hidden = true;
    this.element = element(
      'form',
      { class: 'search-form', attributes: { 'aria-label': 'Search' } },
      [
        element('div', { class: 'form-service' }, [this.#service.element, this.#more.element]),
        element('div', { class: 'form-body' }, [
          this.#activity.element,
          this.#notes,
          this.#place.element,
          this.#fields,
          this.#finder.element,
        ]),
        element('div', { class: 'form-foot' }, [
          this.#problem,
          element('div', { class: 'form-buttons' }, [
            this.#search.element,
            this.#cancel.element,
            this.#figure,
          ]),
        ]),
      ],
    );
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.element.addEventListener('keydown', (event) => {
      const asked = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      const plain = event.key === 'Enter' && event.target instanceof HTMLInputElement;
      if (asked || plain) {
        event.preventDefault();
        this.search(false);
      }
    });
    this.#showCount();
  }

  /** What is filled in so far, what is still being typed left out. */
  get draft(): FilledForm {
    return this.#draft.filled;
  }

  get filled(): FilledForm {
    this.#commit();
    return this.#draft.filled;
  }

  /** What can be searched; the first unless another one was chosen. */
  showServices(services: readonly SearchService[]): void {
    this.#services = services;
    const chosen = this.#draft.service || (services[0]?.id ?? '');
    this.#service.setChoices(
      services.map(({ id, label }) => ({ value: id, label })),
      chosen,
    );
    if (chosen !== this.#form?.service.id) {
      this.#draft.service = chosen;
      void this.#load();
    }
  }

  /** Fills in the form, in place of what was there. */
  fill(filled: FilledForm): void {
    this.#draft.take(filled);
    this.#taken = JSON.stringify(this.#draft.filled);
    this.#service.setValue(filled.service);
    if (this.#form?.service.id === filled.service) {
      this.#show();
    } else if (this.#services.length > 0) {
      void this.#load();
    }
  }

  /** What was being filled in when the page went away: it stays, whatever the search on show asks. */
  restore(filled: FilledForm): void {
    this.fill(filled);
    this.#isRestored = !this.#draft.isEmpty;
  }

  /** Follows a search: its form is taken up unless the user has begun to change what is filled in. */
  follow({ form, running }: SearchState): void {
    this.#isRunning = running !== undefined;
    this.#search.setDisabled(this.#isRunning || this.#form === undefined);
    this.#cancel.element.hidden = !this.#isRunning;
    if (form === undefined) {
      return;
    }
    const own = JSON.stringify(this.#draft.filled);
    const next = JSON.stringify(form);
    if (this.#isRestored) {
      this.#isRestored = false;
      this.#taken = next;
      return;
    }
    const isTouched = own !== this.#taken && !this.#draft.isEmpty;
    if (next !== own && (!isTouched || this.#taken === '')) {
      this.fill(form);
    } else if (next === own) {
      this.#taken = own;
    }
  }

  search(asNew: boolean): void {
    this.#commit();
    if (this.#form === undefined || this.#isRunning) {
      return;
    }
    if (this.#draft.isEmpty) {
      this.#say('Give a place, or at least one criterion.');
      this.focus();
      return;
    }
    this.#taken = JSON.stringify(this.#draft.filled);
    this.#actions.onSearch(this.#draft.filled, asNew);
  }

  focus(): void {
    this.#place.focus();
  }

  #commit(): void {
    this.#rows.forEach(({ control }) => control.commit());
  }

  #copyPython(): void {
    this.#commit();
    if (this.#draft.isEmpty) {
      this.#say('Give a place, or at least one criterion.');
    } else {
      this.#actions.onCopyPython(this.#draft.filled);
    }
  }

  #clear(): void {
    this.#draft.clear();
    this.#show();
    this.#changed();
    this.focus();
  }

  #change(service: string): void {
    this.#draft.change(service);
    void this.#load();
    this.#actions.onChange();
  }

  /** Asks what the service can be asked for, and shows that. */
  async #load(): Promise<void> {
    const { service } = this.#draft;
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#count.ask(undefined);
    this.#form = undefined;
    this.#rows = [];
    this.#fields.replaceChildren();
    this.#notes.replaceChildren();
    this.#finder.show([], []);
    this.#search.setDisabled(true);
    this.#activity.show({ text: 'Asking what can be searched…', actions: [] });
    const take = (form: SearchForm): void => {
      if (!signal.aborted) {
        this.#take(form);
      }
    };
    const onProgress = (form: SearchForm): void => {
      take(form);
      if (!signal.aborted) {
        this.#activity.show({ text: 'Asking which values there are…', actions: [] });
      }
    };
    try {
      const form = await this.#host.request('searchForm', { service }, { signal, onProgress });
      take(form);
      if (!signal.aborted) {
        this.#showIncomplete(form);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#activity.show({
          text: [trouble.message, trouble.hint].filter(Boolean).join(' '),
          trouble: true,
          actions: [{ label: 'Retry', onClick: () => void this.#load() }],
        });
      }
    }
  }

  /** A form, or the one on show, of which more is known by now. */
  #take(form: SearchForm): void {
    const isKnown = form.service.id === this.#form?.service.id;
    this.#form = form;
    this.#search.setDisabled(this.#isRunning);
    if (!isKnown) {
      this.#show();
      return;
    }
    for (const row of this.#rows) {
      const field = form.fields.find(({ name }) => name === row.field.name);
      if (field !== undefined) {
        row.learn(field);
      }
    }
    this.#finder.show(form.fields, this.#draft.shown(form));
  }

  /** Everything can be typed without known values, too. */
  #showIncomplete({ incomplete }: SearchForm): void {
    this.#activity.show(
      incomplete === undefined
        ? undefined
        : {
            ...{ text: incomplete, trouble: true },
            actions: [{ label: 'Retry', onClick: () => void this.#learn() }],
          },
    );
  }

  /** Asks anew for what is missing; the form stays as it is filled in. */
  async #learn(): Promise<void> {
    const { service } = this.#draft;
    const { signal } = this.#loading;
    this.#activity.show({ text: 'Asking which values there are…', actions: [] });
    try {
      const form = await this.#host.request('searchForm', { service }, { signal });
      if (!signal.aborted) {
        this.#take(form);
        this.#showIncomplete(form);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted && this.#form !== undefined) {
        this.#showIncomplete({ ...this.#form, incomplete: trouble.message });
      }
    }
  }

  /** Shows the form as it is filled in. */
  #show(): void {
    const form = this.#form;
    if (form === undefined) {
      return;
    }
    const unknown = this.#draft.unknown(form);
    this.#notes.replaceChildren(
      ...form.notes.map((text) => element('p', { text })),
      ...unknown.map((name) =>
        element('p', { class: 'wrong', text: `There is no criterion “${name}” any more.` }),
      ),
    );
    this.#place.show(form);
    this.#place.set(this.#draft.place, this.#draft.radius);
    this.#showFields(form);
    this.#askCount();
  }

  #showFields(form: SearchForm): void {
    const shown = this.#draft.shown(form);
    const kept = new Map(this.#rows.map((row) => [row.field.name, row]));
    this.#rows = shown.flatMap((name) => {
      const field = form.fields.find((one) => one.name === name);
      if (field === undefined) {
        return [];
      }
      const row =
        kept.get(name) ??
        new FieldRow(field, {
          onChange: (changed, text) => {
            this.#draft.setField(changed.name, text);
            this.#changed();
          },
          onRemove: (removed) => this.#remove(removed.name),
        });
      row.control.setText(this.#draft.field(name));
      return [row];
    });
    this.#fields.replaceChildren(...this.#rows.map((row) => row.element));
    this.#finder.show(form.fields, shown);
  }

  #add(name: string): void {
    if (this.#form !== undefined) {
      this.#commit();
      this.#draft.add(name);
      this.#showFields(this.#form);
      this.#rows.find(({ field }) => field.name === name)?.control.focus();
    }
  }

  #remove(name: string): void {
    if (this.#form !== undefined) {
      this.#commit();
      this.#draft.remove(name);
      this.#showFields(this.#form);
      this.#changed();
    }
  }

  #changed(): void {
    this.#askCount();
    this.#actions.onChange();
  }

  #askCount(): void {
    const counts = this.#form?.counts === true && !this.#draft.isEmpty;
    this.#count.ask(counts ? this.#draft.filled : undefined);
    // Nothing that is counted: what is said of that still changes with the form.
    this.#showCount();
  }

  #showCount(): void {
    const { counted } = this.#count;
    const uncounted = this.#form?.counts === false && !this.#draft.isEmpty;
    setText(
      this.#figure,
      uncounted ? 'This service does not count beforehand.' : countWords(counted),
    );
    this.#say(counted.is === 'failed' ? counted.message : '');
  }

  #say(problem: string): void {
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
  }
}
