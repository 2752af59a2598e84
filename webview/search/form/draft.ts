import type { FieldText, FilledForm, SearchForm } from '../../../src/protocol/search';

/** Whether anything was typed. */
export function isTyped(text: FieldText): boolean {
  return ('values' in text ? text.values : text.range).some((part) => part.trim() !== '');
}

/** What is being filled in: a form without what is empty, and which fields are on show. */
export class Draft {
  service: string;
  place = '';
  radius = '';
  readonly #fields = new Map<string, FieldText>();
  /** Fields the user has added to those that are shown first, in that order. */
  readonly #added: string[] = [];

  constructor(service: string) {
    this.service = service;
  }

  get filled(): FilledForm {
    const { service, place, radius } = this;
    const fields = [...this.#fields].filter(([, text]) => isTyped(text));
    return {
      service,
      place: place.trim(),
      radius: radius.trim(),
      fields: Object.fromEntries(fields),
    };
  }

  /** Whether there is anything to search for. */
  get isEmpty(): boolean {
    const { place, fields } = this.filled;
    return place === '' && Object.keys(fields).length === 0;
  }

  field(name: string): FieldText | undefined {
    return this.#fields.get(name);
  }

  setField(name: string, text: FieldText): void {
    this.#fields.set(name, text);
  }

  add(name: string): void {
    if (!this.#added.includes(name)) {
      this.#added.push(name);
    }
  }

  remove(name: string): void {
    this.#fields.delete(name);
    const at = this.#added.indexOf(name);
    if (at >= 0) {
      this.#added.splice(at, 1);
    }
  }

  /** Takes up a form as it is filled in. */
  take({ service, place, radius, fields }: FilledForm): void {
    this.service = service;
    this.place = place;
    this.radius = radius;
    this.#fields.clear();
    this.#added.length = 0;
    for (const [name, text] of Object.entries(fields)) {
      this.#fields.set(name, text);
    }
  }

  clear(): void {
    this.take({ service: this.service, place: '', radius: '', fields: {} });
  }

  /** Another service: the place is meant for it too, its criteria are others. */
  change(service: string): void {
    const { place, radius } = this;
    this.take({ service, place, radius, fields: {} });
  }

  /** Names of the fields on show: the first ones, what is filled in, and those that were added. */
  shown({ fields }: Pick<SearchForm, 'fields'>): readonly string[] {
    const known = new Set(fields.map(({ name }) => name));
    const first = fields.filter((field) => field.first).map(({ name }) => name);
    const more = [...this.#fields.keys(), ...this.#added];
    return [...new Set([...first, ...more])].filter((name) => known.has(name));
  }

  /** What is filled in of fields that the form does not have: it would not be searched for unseen. */
  unknown({ fields }: Pick<SearchForm, 'fields'>): readonly string[] {
    const known = new Set(fields.map(({ name }) => name));
    return Object.keys(this.filled.fields).filter((name) => !known.has(name));
  }
}
