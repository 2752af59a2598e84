import type { Column } from '../table/table';
import type { ArrowField, ArrowSchema } from './arrow-schema';
import { conversionOf } from './convert';
import { leavesOf, type Leaf, type SchemaNode } from './schema';

/**
 * A column of a Parquet file. Fields of structs are columns of their own (`lc.mag`), and so are the lists in
 * them, with cells of variable length. What is nested deeper, and maps, are shown as JSON.
 */
export interface ParquetColumn extends Column {
  readonly kind: 'flat' | 'list' | 'json';
  /** The field whose values it shows. */
  readonly node: SchemaNode;
  /** What has to be read for it. */
  readonly leaves: readonly Leaf[];
  /** What the Arrow schema of the file says of the field. */
  readonly metadata: ReadonlyMap<string, string>;
  /** False where the schema promises a value in every row. */
  readonly nullable: boolean;
}

const UNITS = ['unit', 'units'];
const DESCRIPTIONS = ['description', 'desc', 'doc', 'comment'];
const NOTHING: ReadonlyMap<string, string> = new Map();

export function columnsOf(
  fields: readonly SchemaNode[],
  arrow: ArrowSchema | undefined,
): ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  const add = (node: SchemaNode, names: readonly string[], field: ArrowField | undefined): void => {
    const metadata = field?.metadata ?? NOTHING;
    const item = listItem(node);
    if (item !== undefined && item.children.length > 0 && !isDeep(item)) {
      // A list of structs is one list for each of their fields.
      addFields(item, names, field?.children[0]);
    } else if (node.children.length > 0 && item === undefined && !isDeep(node)) {
      addFields(node, names, field);
    } else {
      columns.push(columnOf(node, names, columns.length, metadata));
    }
  };
  const addFields = (
    node: SchemaNode,
    names: readonly string[],
    field: ArrowField | undefined,
  ): void => {
    for (const child of node.children) {
      const { name } = child.element;
      const about = field?.children.find((candidate) => candidate.name === name);
      add(child, [...names, name], about);
    }
  };
  for (const [i, field] of fields.entries()) {
    const { name } = field.element;
    const same = arrow?.fields[i];
    const about = same?.name === name ? same : arrow?.fields.find((other) => other.name === name);
    add(field, [name], about);
  }
  return columns;
}

function columnOf(
  node: SchemaNode,
  names: readonly string[],
  index: number,
  metadata: ReadonlyMap<string, string>,
): ParquetColumn {
  const leaves = leavesOf(node);
  const [leaf] = leaves;
  const simple = leaf !== undefined && leaves.length === 1 && leaf.repetition <= 1 && !isMap(node);
  const kind = !simple ? 'json' : leaf.repetition === 1 ? 'list' : 'flat';
  const conversion = simple ? conversionOf(leaf) : undefined;
  const nullable = leaves.some(({ definition }) => definition > 0);
  return {
    ...{ index, kind, node, leaves, metadata, nullable },
    name: names.join('.'),
    type: conversion?.type ?? 'text',
    shape: [],
    variable: kind === 'list',
    unit: wordOf(metadata, UNITS),
    description: wordOf(metadata, DESCRIPTIONS),
    format: conversion?.format ?? (isMap(node) ? 'MAP' : 'nested'),
    display: undefined,
    nullRule: nullable ? 'null' : undefined,
    problem: leaves.length === 0 ? 'The field has nothing in it.' : undefined,
  };
}

/** What the list holds, of a group that is one: the element behind the two levels that the format has for it. */
function listItem({ element, children }: SchemaNode): SchemaNode | undefined {
  const [repeated] = children;
  if (element.logical?.kind !== 'LIST' || children.length !== 1 || repeated === undefined) {
    return undefined;
  }
  const [item] = repeated.children;
  return repeated.children.length === 1 && item !== undefined ? item : repeated;
}

/** Whether lists lie in lists below, or a map is it. */
function isDeep(node: SchemaNode): boolean {
  return (
    isMap(node) ||
    leavesOf(node).length === 0 ||
    leavesOf(node).some(({ repetition }) => repetition > 1)
  );
}

function isMap({ element }: SchemaNode): boolean {
  return element.logical?.kind === 'MAP' || element.converted === 'MAP_KEY_VALUE';
}

function wordOf(
  metadata: ReadonlyMap<string, string>,
  keys: readonly string[],
): string | undefined {
  for (const [key, value] of metadata) {
    if (keys.includes(key.toLowerCase()) && value.trim() !== '') {
      return value;
    }
  }
  return undefined;
}
