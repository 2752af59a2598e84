import type { Datatype } from './array';
import { badArray } from './array-error';
import type { AsdfNode, AsdfScalar } from './node';

/** As many as numpy has. */
const MOST_AXES = 64;
const INT64_MOST = 2n ** 63n - 1n;

/** What the nested sequences of an inline array hold. */
export interface InlineSummary {
  /** Slowest axis first. */
  readonly shape: readonly number[];
  readonly kind: Kind;
  /** The most characters (code points) of a scalar as text. */
  readonly characters: number;
  readonly least: bigint;
  readonly most: bigint;
}

/** The later ones can hold what the earlier ones do. */
const KINDS = ['none', 'bool', 'integer', 'float', 'complex', 'text'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Looks at every sequence once, however many aliases lead to it: a few lines of a tree can stand for more
 * elements than there are atoms.
 */
export class InlineSummaries {
  private readonly known = new Map<AsdfNode, InlineSummary>();

  /** @throws SkybucketError `format` for rows of different lengths, mappings, and a sequence in itself. */
  of(node: AsdfNode, depth = 0): InlineSummary {
    if (node.kind === 'scalar') {
      return ofScalar(node);
    }
    if (node.kind === 'mapping') {
      throw badArray('A mapping stands among the elements of an array in the tree.');
    }
    // What contains itself ends here, too.
    if (depth >= MOST_AXES) {
      throw badArray(`An array in the tree has more than ${MOST_AXES} axes.`);
    }
    const known = this.known.get(node);
    if (known) {
      return known;
    }
    let inner: InlineSummary | undefined;
    for (const item of node.items) {
      const next = this.of(item, depth + 1);
      inner = inner ? joined(inner, next) : next;
    }
    const summary = { ...(inner ?? NOTHING), shape: [node.items.length, ...(inner?.shape ?? [])] };
    this.known.set(node, summary);
    return summary;
  }
}

const NOTHING: InlineSummary = { shape: [], kind: 'none', characters: 0, least: 0n, most: 0n };

/**
 * The datatype of an array that does not say (`inline-data` of `core/ndarray`): text where any element is,
 * else complex, else float64, else int64, else bool8.
 *
 * @throws SkybucketError `format` for integers that no datatype has.
 */
export function inferredDatatype({ kind, characters, least, most }: InlineSummary): Datatype {
  switch (kind) {
    case 'text':
      return { text: 'ucs4', characters };
    case 'complex':
      return 'complex128';
    case 'none':
    case 'float':
      return 'float64';
    case 'bool':
      return 'bool8';
    case 'integer':
      if (most <= INT64_MOST && least >= -INT64_MOST - 1n) {
        return 'int64';
      }
      if (least >= 0n && most <= 2n * INT64_MOST + 1n) {
        return 'uint64';
      }
      throw badArray('An array in the tree has integers of more than 64 bits.');
  }
}

/** Of `core/complex`, whose text is as Python writes it. */
export function isComplexScalar({ tag, value }: AsdfScalar): boolean {
  return typeof value === 'string' && tag !== undefined && /\bcore\/complex-1\./.test(tag);
}

function ofScalar(node: AsdfScalar): InlineSummary {
  const { value, text } = node;
  const kind = kindOf(node);
  const integer = typeof value === 'bigint' ? value : 0n;
  const characters = value === null ? 0 : [...text].length;
  return { shape: [], kind, characters, least: integer, most: integer };
}

function kindOf(node: AsdfScalar): Kind {
  const { value } = node;
  if (value === null) {
    return 'none';
  }
  if (typeof value === 'string') {
    return isComplexScalar(node) ? 'complex' : 'text';
  }
  const kinds = { boolean: 'bool', bigint: 'integer', number: 'float' } as const;
  return kinds[typeof value as keyof typeof kinds];
}

function joined(a: InlineSummary, b: InlineSummary): InlineSummary {
  if (a.shape.length !== b.shape.length || a.shape.some((length, i) => length !== b.shape[i])) {
    throw badArray('The rows of an array in the tree differ in their lengths.');
  }
  return {
    shape: a.shape,
    kind: KINDS[Math.max(KINDS.indexOf(a.kind), KINDS.indexOf(b.kind))] as Kind,
    characters: Math.max(a.characters, b.characters),
    least: a.least < b.least ? a.least : b.least,
    most: a.most > b.most ? a.most : b.most,
  };
}
