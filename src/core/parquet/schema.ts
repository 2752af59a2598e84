import { SkybucketError } from '../errors';
import type { PhysicalType, SchemaElement } from './schema-element';

/** A field of the schema with what lies below it. */
export interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
  /** Names from the top field down to this one. */
  readonly path: readonly string[];
  /** Repeated fields on the path: the repetition level of a further element of this one. */
  readonly repetition: number;
  /** Optional and repeated fields on the path: the definition level where this one is there. */
  readonly definition: number;
  /** The definition level from which on the innermost list around has an element; 0 where there is none. */
  readonly listDefinition: number;
  /** Position among the leaves; undefined for a group. */
  readonly leaf: number | undefined;
}

/** A leaf: what a file stores as a column. */
export interface Leaf extends SchemaNode {
  readonly leaf: number;
  readonly type: PhysicalType;
}

export interface Schema {
  readonly fields: readonly SchemaNode[];
  readonly leaves: readonly Leaf[];
}

type Levels = Pick<SchemaNode, 'repetition' | 'definition' | 'listDefinition'>;

/** A schema wider or deeper than any catalogue would only take memory. */
const MOST_ELEMENTS = 100_000;
const MOST_DEPTH = 64;

/** @throws SkybucketError `format` where the elements make no tree, `too-large` beyond what is sensible. */
export function readSchema(elements: readonly SchemaElement[]): Schema {
  if (elements.length > MOST_ELEMENTS) {
    throw new SkybucketError(
      'too-large',
      `The schema has ${elements.length} fields; at most ${MOST_ELEMENTS} can be shown.`,
    );
  }
  const leaves: Leaf[] = [];
  let at = 1;
  const node = (path: readonly string[], above: Levels): SchemaNode => {
    const element = elements[at++];
    if (element === undefined || path.length > MOST_DEPTH) {
      throw new SkybucketError('format', 'The schema of the file makes no sense.', {
        hint: 'The file is probably damaged.',
      });
    }
    const here = { element, path: [...path, element.name], ...levelsBelow(above, element) };
    if (element.type !== undefined) {
      const leaf: Leaf = { ...here, children: [], leaf: leaves.length, type: element.type };
      leaves.push(leaf);
      return leaf;
    }
    const children: SchemaNode[] = [];
    for (let i = 0; i < element.children; i++) {
      children.push(node(here.path, here));
    }
    return { ...here, children, leaf: undefined };
  };
  const fields: SchemaNode[] = [];
  for (let i = 0; i < (elements[0]?.children ?? 0); i++) {
    fields.push(node([], { repetition: 0, definition: 0, listDefinition: 0 }));
  }
  return { fields, leaves };
}

function levelsBelow(
  { repetition, definition, listDefinition }: Levels,
  element: SchemaElement,
): Levels {
  switch (element.repetition) {
    case 'REPEATED':
      return {
        repetition: repetition + 1,
        definition: definition + 1,
        listDefinition: definition + 1,
      };
    case 'OPTIONAL':
      return { repetition, definition: definition + 1, listDefinition };
    case 'REQUIRED':
    case undefined:
      return { repetition, definition, listDefinition };
  }
}

/** The leaves at or below a node, in the order of the file. */
export function leavesOf(node: SchemaNode): Leaf[] {
  return node.leaf !== undefined ? [node as Leaf] : node.children.flatMap(leavesOf);
}
