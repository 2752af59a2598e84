import type { ArrayEntry } from '../../../src/core/asdf/array';
import { childrenOf, type AsdfNode, type AsdfScalar } from '../../../src/core/asdf/node';
import type { Comparison } from '../comparison';
import { isList, numberOf, type Json } from '../json';

const ARRAY_TAG = /^tag:stsci\.edu:asdf\/core\/ndarray-/;

const YAML_TAG = 'tag:yaml.org,2002:';

/** A tree as the truth walks it: every place by its path, aliases wherever they stand. */
export interface TreePlaces {
  /** `@tag` at the end of the path: the tag of the node there. */
  readonly scalars: ReadonlyMap<string, AsdfScalar | string>;
  readonly arrays: ReadonlyMap<string, ArrayEntry | undefined>;
}

/** Walks the tree; what is inside of itself ends there, and what is in an array belongs to it. */
export function placesOf(tree: AsdfNode | undefined, entries: readonly ArrayEntry[]): TreePlaces {
  const scalars = new Map<string, AsdfScalar | string>();
  const arrays = new Map<string, ArrayEntry | undefined>();
  const byNode = new Map(entries.map((entry) => [entry.node, entry]));
  const visit = (node: AsdfNode, path: string, above: readonly AsdfNode[]): void => {
    if (above.includes(node)) {
      return;
    }
    if (ARRAY_TAG.test(node.tag ?? '')) {
      // One in a Quantity is listed with it.
      const around = above.at(-1);
      arrays.set(path, byNode.get(node) ?? (around && byNode.get(around)));
      return;
    }
    // The truth has no `!!str` and the like: they only say what the value is.
    if (node.tag !== undefined && !node.tag.startsWith(YAML_TAG)) {
      scalars.set(`${path}@tag`, node.tag);
    }
    if (node.kind === 'scalar') {
      scalars.set(path, node);
      return;
    }
    childrenOf(node).forEach((child, i) => {
      visit(child, `${path}/${keyOf(node, i)}`, [...above, node]);
    });
  };
  if (tree) {
    visit(tree, '', []);
  }
  return { scalars, arrays };
}

function keyOf(node: AsdfNode, i: number): string {
  return node.kind === 'mapping' ? (node.entries[i]?.[0].text ?? '') : String(i);
}

/** Compares scalars and tags by path; all of them, unless the truth was cut. */
export function compareScalars(
  comparison: Comparison,
  path: string,
  ours: TreePlaces['scalars'],
  theirs: readonly Json[],
  cut: boolean,
): void {
  const known = new Set<string>();
  for (const pair of theirs.filter(isList)) {
    const [where, value] = pair;
    const name = String(where);
    known.add(name);
    compareScalar(comparison, `${path}.scalars ${name}`, ours.get(name), value ?? null);
  }
  if (!cut) {
    const more = [...ours.keys()].filter((name) => !known.has(name));
    comparison.same(`${path}.scalars that only we have`, more.slice(0, 5).join(), '');
  }
}

function compareScalar(
  comparison: Comparison,
  path: string,
  ours: AsdfScalar | string | undefined,
  theirs: Json,
): void {
  if (ours === undefined || typeof ours === 'string') {
    comparison.same(path, ours, theirs);
    return;
  }
  const { value } = ours;
  if (typeof value === 'bigint') {
    const same = typeof theirs === 'number' || typeof theirs === 'bigint';
    comparison.same(path, value, same ? BigInt(theirs) : theirs);
  } else if (typeof value === 'number') {
    comparison.same(path, value, typeof theirs === 'object' ? theirs : numberOf(theirs));
  } else {
    comparison.same(path, value, theirs);
  }
}
