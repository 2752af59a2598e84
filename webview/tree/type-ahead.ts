/** Characters that come later than this begin another word, in milliseconds. */
const PAUSE = 700;
/** Rows that are looked at for a key: in a tree of a million, nobody means the last. */
const MOST_ROWS = 5000;

/** Finds a row by the beginning of its key, as it is typed. */
export class TypeAhead {
  #typed = '';
  #at = -Infinity;

  /** What is typed next begins another word. */
  reset(): void {
    this.#at = -Infinity;
  }

  /**
   * The next row whose key begins with what was typed so far, from the chosen one on and around, or
   * undefined where there is none. One character typed again goes to the next.
   *
   * @param keyOf of a row; undefined while it is not known.
   */
  find(
    character: string,
    { row, rows }: { readonly row: number; readonly rows: number },
    keyOf: (row: number) => string | undefined,
    now = performance.now(),
  ): number | undefined {
    const more = now - this.#at < PAUSE;
    const typed = (more ? this.#typed : '') + character.toLowerCase();
    const again = [...typed].every((each) => each === typed[0]);
    this.#typed = typed;
    this.#at = now;
    const text = again ? (typed[0] ?? '') : typed;
    // A longer word may still be what the chosen row begins with.
    const first = again ? 1 : 0;
    for (let step = first; step < Math.min(rows, MOST_ROWS) + first; step++) {
      const at = (Math.max(row, 0) + step) % rows;
      if (keyOf(at)?.toLowerCase().startsWith(text) === true) {
        return at;
      }
    }
    return undefined;
  }
}
