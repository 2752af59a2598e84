import type { ArrayEntry, ArrayInfo, Datatype } from '../asdf/array';
import type { AsdfNode } from '../asdf/node';
import { childOf, childrenOf } from '../asdf/node';
import type { Mission } from './bit-names';
import { MOST_BITS, missionBits, missionOf } from './bit-names';
import type { MaskFacts } from './found-mask';
import { maskSlice } from './found-mask';

/** Best first: of the pixels; of the groups of a ramp; of the pixels of a ramp. */
const MASKS = ['dq', 'groupdq', 'pixeldq'] as const;
/** A mask of one array alone is called after it: `dq_border_ref_pix_left`. */
const PREFIX = 'dq_';

const BITS: ReadonlyMap<Datatype, number> = new Map([
  ['int8', 8],
  ['uint8', 8],
  ['int16', 16],
  ['uint16', 16],
  ['int32', 32],
  ['uint32', 32],
  ['int64', MOST_BITS],
  ['uint64', MOST_BITS],
]);

export interface AsdfMask extends MaskFacts {
  readonly entry: ArrayEntry;
}

/** Where an array stands in the tree. */
interface Place {
  readonly parent: AsdfNode;
  readonly key: string;
  /** The nodes above it, the root first. */
  readonly above: readonly AsdfNode[];
}

/**
 * The data-quality mask of an array: the `dq` beside it (of a ramp `groupdq`, `pixeldq`; of
 * `border_ref_pix_left` its own `dq_border_ref_pix_left`) with the same last two axes. A mask is its own.
 * Names of the bits are those of the mission that the tree says it is of.
 *
 * @param entries all arrays of the tree.
 * @param slice of the array, 0-based, on each axis before its last two, from the last of those on.
 * @returns undefined where there is none.
 */
export function asdfMaskOf(
  entries: readonly ArrayEntry[],
  entry: ArrayEntry,
  slice: readonly number[],
  tree: AsdfNode | undefined,
): AsdfMask | undefined {
  const place = placeOf(tree, entry);
  const axes = axesOf(entry);
  if (place === undefined || axes === undefined) {
    return undefined;
  }
  const found = isMask(place.key, entry)
    ? { entry, slice, key: place.key }
    : beside(entries, place, axes, slice);
  if (found === undefined) {
    return undefined;
  }
  const mission = missionIn(place.above);
  const bits = missionBits(mission, bitsOf(found.entry) ?? 0, found.key === 'groupdq');
  const { path: name } = found.entry;
  return { entry: found.entry, slice: found.slice, name, bits, namesFrom: mission ?? '' };
}

function beside(
  entries: readonly ArrayEntry[],
  { parent, key }: Place,
  axes: readonly number[],
  slice: readonly number[],
): { readonly entry: ArrayEntry; readonly slice: number[]; readonly key: string } | undefined {
  for (const name of [PREFIX + key, ...MASKS]) {
    // By its node: one that an alias leads to has its entry elsewhere.
    const node = childOf(parent, name);
    const entry = node && entries.find((each) => each.node === node);
    const fits = entry !== undefined && isMask(name, entry);
    const under = fits ? maskSlice(axesOf(entry) ?? [], axes, slice) : undefined;
    if (entry !== undefined && under !== undefined) {
      return { entry, slice: under, key: name };
    }
  }
  return undefined;
}

function isMask(key: string, entry: ArrayEntry): boolean {
  const named = MASKS.some((name) => name === key) || key.startsWith(PREFIX);
  return named && bitsOf(entry) !== undefined;
}

function placeOf(tree: AsdfNode | undefined, { at }: ArrayEntry): Place | undefined {
  const above: AsdfNode[] = [];
  let node = tree;
  for (const step of at) {
    if (node === undefined) {
      return undefined;
    }
    above.push(node);
    node = childrenOf(node)[step];
  }
  const parent = above.at(-1);
  const key = parent?.kind === 'mapping' && parent.entries[at.at(-1) ?? -1]?.[0].value;
  return parent !== undefined && typeof key === 'string' ? { parent, key, above } : undefined;
}

/** What the telescope in the metadata says, or the tag of a node above: the nearest counts. */
function missionIn(above: readonly AsdfNode[]): Mission | undefined {
  for (const node of above.toReversed()) {
    const telescope = childOf(childOf(node, 'meta'), 'telescope');
    const value = telescope?.kind === 'scalar' ? telescope.value : undefined;
    const named = typeof value === 'string' ? missionOf(value) : undefined;
    const tagged = node.tag?.includes('/roman/') === true ? 'Roman' : undefined;
    if (named !== undefined || tagged !== undefined) {
      return named ?? tagged;
    }
  }
  return undefined;
}

/** Fastest first, as in FITS; undefined for what has no picture. Streamed axes are as long as each other. */
function axesOf(entry: ArrayEntry): readonly number[] | undefined {
  const shape = infoOf(entry)?.shape ?? [];
  return shape.length > 1 ? shape.map((length) => length ?? -1).reverse() : undefined;
}

function bitsOf(entry: ArrayEntry): number | undefined {
  const info = infoOf(entry);
  return info && BITS.get(info.datatype);
}

function infoOf({ array }: ArrayEntry): ArrayInfo | undefined {
  return 'problem' in array ? undefined : array;
}
