/** Names less alike than this are no suggestion. */
const LEAST_LIKENESS = 0.6;

/**
 * The name most like a word, undefined where none is like it: Ratcliff and Obershelp's measure, as Python's
 * difflib has it, so that what is suggested is what astroquery suggests.
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly likeness: number } | undefined;
  for (const name of names) {
    const likeness = likenessOf(name, word);
    const better =
      best === undefined ||
      likeness > best.likeness ||
      (likeness === best.likeness && name > best.name);
    if (likeness >= LEAST_LIKENESS && better) {
      best = { name, likeness };
    }
  }
  return best?.name;
}

/** Twice the characters in common blocks over all characters, in [0, 1]. */
function likenessOf(a: string, b: string): number {
  const total = a.length + b.length;
  return total === 0 ? 1 : (2 * matching(a, 0, a.length, b, 0, b.length)) / total;
}

/** Characters of the longest common block and, on either side of it, of the next. */
function matching(
  ...[a, aFrom, aTo, b, bFrom, bTo]: [string, number, number, string, number, number]
): number {
  let [length, aAt, bAt] = [0, aFrom, bFrom];
  let before: number[] = [];
  for (let i = aFrom; i < aTo; i++) {
    const runs: number[] = [];
    for (let j = bFrom; j < bTo; j++) {
      if (a[i] === b[j]) {
        const run = (before[j - 1] ?? 0) + 1;
        runs[j] = run;
        if (run > length) {
          [length, aAt, bAt] = [run, i - run + 1, j - run + 1];
        }
      }
    }
    before = runs;
  }
  return length === 0
    ? 0
    : length +
        matching(a, aFrom, aAt, b, bFrom, bAt) +
        matching(a, aAt + length, aTo, b, bAt + length, bTo);
}
