/** Warnings that are told of one thing; a broken one could have a hundred thousand. */
const MOST_WARNINGS = 100;

/** The first hundred, and how many more there are. */
export function boundedWarnings(warnings: readonly string[]): readonly string[] {
  const more = warnings.length - MOST_WARNINGS;
  return more > 0
    ? [...warnings.slice(0, MOST_WARNINGS), `There are ${more} more warnings.`]
    : warnings;
}
