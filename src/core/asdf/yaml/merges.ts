import { SkybucketError } from '../../errors';
import type { AsdfMapping, AsdfNode, AsdfScalar } from '../node';
import { Entries, type Entry } from './entries';

/** A mapping with `<<` among its keys, and the values of those. */
export interface Merge {
  readonly entries: Entry[];
  readonly values: readonly (readonly [key: AsdfScalar, value: AsdfNode])[];
}

/**
 * Puts the entries that merge keys (`<<`, YAML 1.1) bring in before those of the mapping itself, which
 * win over them; of a list of mappings the first wins. So PyYAML does it.
 *
 * @param merges in the order in which the mappings ended, so that what a mapping takes from is ready.
 * @throws SkybucketError `too-large` where more than `most` entries would be brought in.
 */
export function applyMerges(merges: readonly Merge[], most: number): void {
  let room = most;
  for (const { entries, values } of merges) {
    const own = entries.splice(0);
    const merged = new Entries(entries);
    for (const [key, value] of values) {
      const sources = sourcesOf(value);
      if (sources === undefined) {
        // Nothing that can be merged: shown as it stands, where Python gives up.
        own.push([key, value]);
      }
      for (const source of sources ?? []) {
        const brought = source.entries === entries ? own : source.entries;
        room -= brought.length;
        if (room < 0) {
          throw new SkybucketError(
            'too-large',
            `The merge keys (<<) of the tree bring in more than ${most} entries.`,
            { hint: 'No program writes such a tree: the file is probably made to do harm.' },
          );
        }
        brought.forEach((entry) => merged.set(...entry));
      }
    }
    own.forEach((entry) => merged.set(...entry));
  }
}

/** The mappings a merge key names, the weakest first; undefined for anything else. */
function sourcesOf(value: AsdfNode): readonly AsdfMapping[] | undefined {
  if (value.kind === 'mapping') {
    return [value];
  }
  if (value.kind === 'sequence' && value.items.every((item) => item.kind === 'mapping')) {
    return [...value.items].reverse();
  }
  return undefined;
}
