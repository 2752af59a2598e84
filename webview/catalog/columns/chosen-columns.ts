import type { CatalogColumn } from '../../../src/protocol/catalog';

/** Which columns of a data set are asked for, in the order they are shown in. */
export class ChosenColumns {
  readonly all: readonly CatalogColumn[];
  readonly #texts: ReadonlyMap<string, string>;
  readonly #known: ReadonlyMap<string, CatalogColumn>;
  #names: readonly string[];

  constructor(all: readonly CatalogColumn[], names: readonly string[]) {
    this.all = all;
    this.#known = new Map(all.map((column) => [column.name, column]));
    this.#texts = new Map(
      all.map(({ name, unit, description }) => [
        name,
        `${name}\n${unit}\n${description}`.toLowerCase(),
      ]),
    );
    this.#names = this.#there(names);
  }

  get names(): readonly string[] {
    return this.#names;
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  /** Those that are there; what the data set does not have is left out, and what is named twice. */
  set(names: readonly string[]): void {
    this.#names = this.#there(names);
  }

  add(names: readonly string[]): void {
    this.set([...this.#names, ...names]);
  }

  remove(names: readonly string[]): void {
    const gone = new Set(names);
    this.#names = this.#names.filter((name) => !gone.has(name));
  }

  toggle(name: string): void {
    if (this.has(name)) {
      this.remove([name]);
    } else {
      this.add([name]);
    }
  }

  /** Moves a column past its neighbour among those chosen. */
  move(name: string, direction: 1 | -1): void {
    const at = this.#names.indexOf(name);
    const past = this.#names[at + direction];
    if (at >= 0 && past !== undefined) {
      this.#names = this.#names.with(at, past).with(at + direction, name);
    }
  }

  /** Those whose name, unit or description has all these words: the chosen ones first, in their order. */
  find(typed: string): readonly CatalogColumn[] {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.#names.flatMap((name) => this.#known.get(name) ?? []);
    const set = new Set(this.#names);
    return [...chosen, ...this.all.filter(({ name }) => !set.has(name))].filter(({ name }) =>
      words.every((word) => this.#texts.get(name)?.includes(word) === true),
    );
  }

  #there(names: readonly string[]): readonly string[] {
    return [...new Set(names)].filter((name) => this.#known.has(name));
  }
}
