import { RowsInMemory } from '../table/rows-in-memory';
import type { Column, Table } from '../table/table';
import { columnOf, describe } from './columns';
import type { VoDocument, VoField, VoResource, VoStatus, VoTable } from './document';
import type { DocumentDraft, ResourceDraft, TableDraft } from './drafts';
import { statusOf, worst } from './status';
import { finishedTable } from './finished-table';

const OK: VoStatus = { kind: 'ok', message: undefined };

/** Makes the document of what has been read. @param warnings about it as a whole. */
export function finishDocument(draft: DocumentDraft, warnings: readonly string[]): VoDocument {
  const ofDocument = statusOf(draft);
  const said: VoStatus[] = ofDocument === undefined ? [] : [ofDocument];
  const made = new Map<TableDraft, VoTable>();

  const resource = (of: ResourceDraft, above: VoStatus | undefined): VoResource => {
    const own = statusOf(of);
    // What is said inside of a table counts for the one above it too.
    const status = own ?? above;
    if (own !== undefined) {
      said.push(own);
    }
    const tables = of.tables.map((table) => {
      const inside = queryStatusInside(table);
      if (inside !== undefined) {
        said.push(inside);
      }
      const finished = finishTable(table, inside ?? status ?? OK);
      made.set(table, finished);
      return finished;
    });
    return { ...of, tables, resources: of.resources.map((inner) => resource(inner, status)) };
  };

  const resources = draft.resources.map((one) => resource(one, ofDocument));
  const tables = draft.tables.map((table) => made.get(table) as VoTable);
  return {
    ...{ ...draft, resources, tables },
    status: worst(said),
    warnings: [
      ...warnings,
      ...(draft.cut === undefined ? [] : [draft.cut]),
      ...tables.flatMap((table, i) => tableWarnings(table, i, tables.length)),
    ],
  };
}

/** In a table only a `QUERY_STATUS` is a status; an INFO called `Error` may mean a column of errors. */
function queryStatusInside({ infos }: TableDraft): VoStatus | undefined {
  return statusOf({
    infos: infos.filter(({ name }) => name.toUpperCase() === 'QUERY_STATUS'),
    params: [],
  });
}

function tableWarnings({ warnings, name, id }: VoTable, index: number, count: number): string[] {
  const which = count === 1 ? '' : `Table ${name ?? id ?? index + 1}: `;
  return warnings.map((warning) => which + warning);
}

function finishTable(draft: TableDraft, status: VoStatus): VoTable {
  const { rows, rowsDeclared, cut } = draft;
  const fields = draft.fields.length > 0 ? draft.fields : draft.borrowed;
  const found = draft.table?.rowsPresent ?? rows?.rows ?? 0;
  const declares = rowsDeclared !== undefined && rowsDeclared !== found && cut === undefined;
  const warnings = [
    ...(cut === undefined ? [] : [cut]),
    ...draft.warnings,
    ...(rows?.warnings ?? []),
    ...(declares ? [`It says that it has ${rowsDeclared} rows, and has ${found}.`] : []),
  ];
  const columns = rows?.cells.map(columnOf) ?? [];
  const table =
    draft.table === undefined
      ? new RowsInMemory(columns, rows?.finish() ?? [], found, warnings)
      : undefined;
  const { id, name, description, infos, params, groups, links, encoding, ucd, utype, ref } = draft;
  const words = { id, name, description, infos, params, groups, links, encoding, ucd, utype, ref };
  return finishedTable(
    { ...words, fields, status, warnings, rowsDeclared, cut },
    table ?? (draft.table as Table),
    table === undefined ? fitsColumns(fields, draft.table as Table) : columns,
  );
}

/** The columns of a FITS file in the words of the fields, where there are as many. */
function fitsColumns(fields: readonly VoField[], { columns }: Table): readonly Column[] {
  if (fields.length !== columns.length) {
    return columns;
  }
  return columns.map((column, i) => {
    const { name, unit, description, ucd } = fields[i] as VoField;
    return {
      ...column,
      name: name || column.name,
      unit: unit ?? column.unit,
      description: describe(description, ucd) ?? column.description,
    };
  });
}
