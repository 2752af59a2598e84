import type { ArrayEntry } from '../core/asdf/array';
import type { AsdfNode } from '../core/asdf/node';
import { romanUnit } from '../core/asdf/roman-units';

/** Arrays at the top of a Roman file; each is looked up in the tree, which may be wide in a file of others. */
const MOST_ARRAYS = 500;

/** Roman leaves the units of its arrays to its schemas; what an array says itself is believed. */
export function withRomanUnits(
  entries: readonly ArrayEntry[],
  tree: AsdfNode | undefined,
): ArrayEntry[] {
  let lookUps = 0;
  return entries.map((entry) => {
    const { array, path } = entry;
    const without = !('problem' in array) && array.unit === undefined;
    if (!without || !/^roman\/\w+$/.test(path) || lookUps >= MOST_ARRAYS) {
      return entry;
    }
    lookUps += 1;
    const unit = romanUnit(tree, path);
    return unit === undefined ? entry : { ...entry, array: { ...array, unit } };
  });
}
