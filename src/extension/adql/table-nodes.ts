import { quoteIdentifier, quoteTableName, quoteTablePart, unquote } from '../../core/adql/quote';
import { partsInQuery } from '../../core/adql/table-index';
import type { AdqlColumn, AdqlSchema, AdqlTable } from '../../core/adql/catalog';
import { queryText } from './query-text';

/** What the browser of tables shows. */
export type TableNode =
  | { readonly kind: 'schema'; readonly schema: AdqlSchema }
  | { readonly kind: 'table'; readonly table: AdqlTable }
  | { readonly kind: 'column'; readonly column: AdqlColumn; readonly table: AdqlTable }
  /** Something to be read: that there is nothing, or what went wrong. */
  | { readonly kind: 'line'; readonly text: string; readonly failed: boolean };

/** What a node writes into a query. */
export function nameInQuery(node: TableNode): string {
  switch (node.kind) {
    case 'schema':
      return quoteTableName(node.schema.name);
    case 'table':
      return partsInQuery(node.table).map(quoteTablePart).join('.');
    case 'column':
      return quoteIdentifier(node.column.name);
    case 'line':
      return '';
  }
}

export function nodeLabel(node: TableNode): string {
  switch (node.kind) {
    case 'schema':
      return unquote(node.schema.name) || 'Other tables';
    case 'table':
      return tableLabel(node.table);
    case 'column':
      return unquote(node.column.name);
    case 'line':
      return node.text;
  }
}

/** Beside the label: type and unit of a column, what a table is. */
export function nodeDescription(node: TableNode): string {
  switch (node.kind) {
    case 'schema':
      return node.schema.description ?? '';
    case 'table':
      return node.table.description ?? '';
    case 'column': {
      const { type, unit, indexed } = node.column;
      const said = [type, unit, indexed === true ? 'indexed' : undefined];
      return said.filter((part) => part !== undefined && part !== '').join(', ');
    }
    case 'line':
      return '';
  }
}

/** A first query of a table. */
export function firstQuery(service: string, table: AdqlTable): string {
  const name = nameInQuery({ kind: 'table', table });
  return queryText(service, `SELECT TOP 10 *\nFROM ${name}\n`);
}

/** Below its schema, the schema's name need not be said again. */
function tableLabel({ name, schema }: AdqlTable): string {
  const plain = schema !== '' && name.startsWith(`${schema}.`);
  return unquote(plain ? name.slice(schema.length + 1) : name);
}
