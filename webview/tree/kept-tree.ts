/** What is kept of a tree while its page, or its editor, is away. Places are those of `TreeNode.at`. */
export interface KeptTree {
  /** What stands open; undefined as long as nobody changed what does at first. */
  readonly expanded: readonly (readonly number[])[] | undefined;
  readonly selected: readonly number[] | undefined;
  /** First row in sight, with a fraction where it is cut. */
  readonly row: number;
  readonly search: string;
  /** Whether what is said of the file as a whole is folded out; undefined where the width decides. */
  readonly about: boolean | undefined;
}

/** Branches that are kept open. */
export const MOST_EXPANDED = 300;
const MOST_DEPTH = 256;
const MOST_SEARCH = 1000;

/** The state of an earlier page, or undefined where it is not one; what makes no sense is left out. */
export function parseKeptTree(value: unknown): KeptTree | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { expanded, selected, row, search, about } = value as Record<string, unknown>;
  return {
    expanded: Array.isArray(expanded)
      ? expanded.slice(0, MOST_EXPANDED).filter(isPlace)
      : undefined,
    selected: isPlace(selected) ? selected : undefined,
    row: typeof row === 'number' && Number.isFinite(row) ? Math.max(0, row) : 0,
    search: typeof search === 'string' ? search.slice(0, MOST_SEARCH) : '',
    about: typeof about === 'boolean' ? about : undefined,
  };
}

function isPlace(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_DEPTH &&
    value.every((place) => Number.isSafeInteger(place) && (place as number) >= 0)
  );
}
