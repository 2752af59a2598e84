import type { ElementArray } from '../table/table';
import type { Cells } from './cells';
import type { ParquetColumn } from './columns';
import { damagedPage } from './hybrid';
import type { LeafValues } from './leaf-values';
import type { SchemaNode } from './schema';

type Json = null | boolean | number | bigint | string | readonly Json[] | { [key: string]: Json };

/** A map or anything nested deep, one JSON text a row. */
export function jsonCells(
  column: ParquetColumn,
  leaves: readonly LeafValues[],
  rows: number,
): Cells {
  const first = column.leaves[0]?.leaf ?? 0;
  const cursors = leaves.map((leaf) => new Cursor(leaf));
  const assembly = new Assembly(cursors, first);
  const missing = new Uint8Array(rows);
  const values: string[] = [];
  for (let row = 0; row < rows; row++) {
    const value = assembly.value(column.node);
    missing[row] = value === null ? 1 : 0;
    values.push(value === null ? '' : jsonText(value));
  }
  if (cursors.some((cursor) => !cursor.done)) {
    throw damagedPage('more rows than the row group');
  }
  return {
    ...{ values, starts: undefined, lengths: undefined },
    missing: missing.includes(1) ? missing : undefined,
  };
}

/** One leaf, entry by entry. */
class Cursor {
  private entry = 0;
  private next = 0;
  private readonly most: number;

  constructor(private readonly leaf: LeafValues) {
    this.most = leaf.entries;
  }

  get done(): boolean {
    return this.entry >= this.most;
  }

  get repetition(): number {
    return this.leaf.repetition?.[this.entry] ?? 0;
  }

  /** Undefined where every value is there. */
  get definition(): number | undefined {
    return this.leaf.definition?.[this.entry];
  }

  take(isThere: boolean): Json {
    if (this.done) {
      throw damagedPage('fewer rows than the row group');
    }
    this.entry += 1;
    return isThere ? elementOf(this.leaf.values, this.leaf.type, this.next++) : null;
  }
}

/** Puts records together again from the leaves that they were taken apart into. */
class Assembly {
  constructor(
    private readonly cursors: readonly Cursor[],
    private readonly first: number,
  ) {}

  value(node: SchemaNode): Json {
    if (node.element.repetition === 'REPEATED') {
      return this.list(node);
    }
    if (node.element.repetition === 'OPTIONAL' && !this.isThere(node)) {
      this.skip(node);
      return null;
    }
    return this.content(node);
  }

  private list(node: SchemaNode): Json[] {
    if (!this.isThere(node)) {
      this.skip(node);
      return [];
    }
    const items: Json[] = [];
    const cursor = this.firstOf(node);
    do {
      items.push(this.content(node));
    } while (!cursor.done && cursor.repetition === node.repetition);
    return items;
  }

  private content(node: SchemaNode): Json {
    const { children, leaf } = node;
    if (leaf !== undefined) {
      return this.cursorAt(leaf).take(true);
    }
    const [only] = children;
    if (node.element.logical?.kind === 'LIST' && children.length === 1 && only) {
      const items = this.value(only);
      // The level between has a name of its own only in the file.
      const wrapped = only.children.length === 1;
      const name = only.children[0]?.element.name ?? '';
      return wrapped && Array.isArray(items)
        ? (items as Json[]).map((item) => fieldOf(item, name))
        : items;
    }
    const fields = children.map((child): [string, Json] => [child.element.name, this.value(child)]);
    if (node.element.logical?.kind === 'MAP' && fields.length === 1) {
      return mapOf(fields[0]?.[1] ?? null);
    }
    return Object.fromEntries(fields);
  }

  private isThere(node: SchemaNode): boolean {
    const { definition } = this.firstOf(node);
    return definition === undefined || definition >= node.definition;
  }

  private skip(node: SchemaNode): void {
    if (node.leaf !== undefined) {
      this.cursorAt(node.leaf).take(false);
    }
    node.children.forEach((child) => this.skip(child));
  }

  private firstOf(node: SchemaNode): Cursor {
    let at = node;
    while (at.leaf === undefined && at.children[0]) {
      at = at.children[0];
    }
    return this.cursorAt(at.leaf ?? this.first);
  }

  private cursorAt(leaf: number): Cursor {
    const cursor = this.cursors[leaf - this.first];
    if (cursor === undefined) {
      throw damagedPage('fields without values');
    }
    return cursor;
  }
}

function fieldOf(item: Json, name: string): Json {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? ((item as { [key: string]: Json })[name] ?? null)
    : item;
}

/** As an object where the keys are text, else as pairs. */
function mapOf(pairs: Json): Json {
  if (!Array.isArray(pairs)) {
    return pairs;
  }
  const entries = (pairs as { [key: string]: Json }[]).map((pair) => Object.values(pair));
  const texts = entries.every(([key]) => typeof key === 'string');
  return texts
    ? Object.fromEntries(entries.map(([key, value]) => [key as string, value ?? null]))
    : entries.map(([key, value]) => [key ?? null, value ?? null]);
}

function elementOf(values: ElementArray, type: LeafValues['type'], index: number): Json {
  const value = values[index];
  return value === undefined ? null : type === 'logical' ? value === 1 : value;
}

/** With integers of 64 bits in full, and NaN and the infinities as words. */
function jsonText(value: Json): string {
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return `"${value}"`;
  }
  if (Array.isArray(value)) {
    return `[${(value as readonly Json[]).map(jsonText).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
