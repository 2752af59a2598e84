import { readSearch } from '../../core/searches/read-search';
import type { SavedSearch } from '../../core/searches/saved-search';
import type { Memory } from '../links';

const KEY = 'skybucket.searches';
/** A bound of memory, which no one should meet. */
const MOST_KEPT = 2000;

/** The records of the searches, in the state of the extension that all windows share; the newest first. */
export class KeptSearches {
  private read: { readonly value: unknown; readonly searches: readonly SavedSearch[] } | undefined;

  constructor(private readonly memory: Memory) {}

  list(): readonly SavedSearch[] {
    // Another window may have written it.
    const value = this.memory.get<unknown>(KEY);
    if (this.read === undefined || this.read.value !== value) {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      const searches = new Map<string, SavedSearch>();
      for (const item of items) {
        const search = readSearch(item);
        if (search !== undefined && !searches.has(search.id)) {
          searches.set(search.id, search);
        }
      }
      this.read = { value, searches: [...searches.values()] };
    }
    return this.read.searches;
  }

  get(id: string): SavedSearch | undefined {
    return this.list().find((search) => search.id === id);
  }

  /** In the place of the one with its id, else before all others. */
  async put(search: SavedSearch): Promise<void> {
    const list = this.list();
    const known = list.some(({ id }) => id === search.id);
    const next = known
      ? list.map((other) => (other.id === search.id ? search : other))
      : [search, ...list].slice(0, MOST_KEPT);
    await this.memory.update(KEY, next);
  }

  async remove(id: string): Promise<void> {
    await this.memory.update(
      KEY,
      this.list().filter((search) => search.id !== id),
    );
  }
}
