/** A cutout among the files of the extension. */
export interface StoredCutout {
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Cutouts are kept so long, and so many bytes of them. */
const DAYS = 7;
const MOST_BYTES = 2e9;

/**
 * The cutouts to be removed: those older than a week, and of the rest the oldest beyond 2 GB. What is open in
 * an editor stays.
 */
export function oldCutouts(
  cutouts: readonly StoredCutout[],
  now: number,
  isOpen: (name: string) => boolean,
): string[] {
  const oldest = now - DAYS * 86_400_000;
  const newestFirst = [...cutouts].sort((a, b) => b.modified - a.modified);
  const removed: string[] = [];
  let kept = 0;
  for (const { name, size, modified } of newestFirst) {
    if (!isOpen(name) && (modified < oldest || kept + size > MOST_BYTES)) {
      removed.push(name);
    } else {
      kept += size;
    }
  }
  return removed;
}
