import { createReadStream } from 'node:fs';
import type { VoField, VoInfo, VoResource, VoTable } from '../../src/core/votable/document';
import type { ElementType } from '../../src/core/table/table';
import { readVoTable } from '../../src/core/votable/read-votable';
import { NodeInflate } from '../../src/platform/node/inflate';
import type { Comparison } from './comparison';
import { isList, isObject, listAt, type Json, type JsonObject } from './json';
import { cellValue, isList as isCellList, type CellValue } from './table-values';

/** Rows that the truth has. */
const FIRST_ROWS = 3;

/** Compares what a VOTable document says of itself, its fields, and the first rows of its tables. */
export async function compareVoTable(
  comparison: Comparison,
  path: string,
  truth: JsonObject,
): Promise<void> {
  const document = await readVoTable(createReadStream(path), { inflate: new NodeInflate() });
  comparison.same('version', document.version ?? null, truth['version']);
  comparison.same('cut', document.cut, undefined);
  compareInfos(comparison, 'infos', document.infos, listAt(truth, 'infos'));
  const resources = listAt(truth, 'resources');
  comparison.same('resources.length', document.resources.length, resources.length);
  resources.forEach((resource, i) => {
    const ours = document.resources[i];
    if (isObject(resource) && ours !== undefined) {
      compareResource(comparison, `resources[${i}]`, ours, resource);
    }
  });
  const tables = listAt(truth, 'tables');
  comparison.same('tables.length', document.tables.length, tables.length);
  for (const [i, table] of tables.entries()) {
    const ours = document.tables[i];
    if (isObject(table) && ours !== undefined) {
      await compareTable(comparison, `tables[${i}]`, ours, table);
    }
  }
}

function compareResource(
  comparison: Comparison,
  path: string,
  ours: VoResource,
  theirs: JsonObject,
): void {
  comparison.same(`${path}.name`, ours.name ?? null, theirs['name']);
  // The reference takes a resource that does not say for results.
  comparison.same(`${path}.type`, ours.type ?? 'results', theirs['type']);
  compareInfos(comparison, `${path}.infos`, ours.infos, listAt(theirs, 'infos'));
}

function compareInfos(
  comparison: Comparison,
  path: string,
  ours: readonly VoInfo[],
  theirs: readonly Json[],
): void {
  comparison.same(`${path}.length`, ours.length, theirs.length);
  theirs.forEach((info, i) => {
    const [name, value, content] = isList(info) ? info : [];
    comparison.same(`${path}[${i}].name`, ours[i]?.name, name);
    comparison.same(`${path}[${i}].value`, ours[i]?.value ?? null, value);
    comparison.same(`${path}[${i}].content`, ours[i]?.content, content ?? '');
  });
}

async function compareTable(
  comparison: Comparison,
  path: string,
  ours: VoTable,
  theirs: JsonObject,
): Promise<void> {
  // Of a table without an ID or a name the reference knows the other one.
  comparison.same(`${path}.id`, ours.id ?? theirs['id'] ?? null, theirs['id']);
  comparison.same(`${path}.name`, ours.name ?? theirs['name'] ?? null, theirs['name']);
  comparison.same(`${path}.nrows`, ours.rowsPresent, theirs['nrows']);
  comparison.same(`${path}.cut`, ours.cut, undefined);
  const fields = listAt(theirs, 'fields').filter(isObject);
  comparison.same(`${path}.fields.length`, ours.fields.length, fields.length);
  fields.forEach((field, i) => {
    compareField(comparison, `${path}.fields[${i}]`, ours.fields[i], field);
  });
  const first = listAt(theirs, 'first3').filter(isObject);
  comparison.same(`${path}.first3`, first.length, Math.min(FIRST_ROWS, ours.rowsPresent));
  const all = ours.columns.map(({ index }) => index);
  const slice = await ours.read(0, first.length, all);
  // Fields are in the same order; the reference makes IDs of its own where a file has none, or one twice.
  const names = fields.map((field) => String(field['ID']));
  first.forEach((row, i) => {
    ours.columns.forEach((column, at) => {
      const values = slice.columns[at];
      const name = names[at] as string;
      if (values !== undefined) {
        const where = `${path}.first3[${i}].${name}`;
        compareValue(
          comparison,
          where,
          flat(cellValue(values, i, column)),
          flatJson(row[name]),
          column.type,
        );
      }
    });
  });
}

function compareField(
  comparison: Comparison,
  path: string,
  ours: VoField | undefined,
  theirs: JsonObject,
): void {
  if (ours?.id !== undefined) {
    // Of an ID that occurs twice the reference makes another.
    const id = String(theirs['ID']);
    comparison.same(`${path}.ID`, ours.id, id.startsWith(`${ours.id}_`) ? ours.id : id);
  }
  for (const key of ['name', 'datatype', 'ucd', 'utype', 'xtype', 'description'] as const) {
    comparison.same(`${path}.${key}`, ours?.[key] || null, theirs[key] || null);
  }
  const same = (a: Json | undefined): string => String(a ?? '1').replace(/\s/g, '');
  comparison.same(`${path}.arraysize`, same(ours?.arraysize), same(theirs['arraysize']));
  // The reference has blanks of its own around `/`.
  const unit = (text: Json | undefined): string => String(text ?? '').replace(/\s/g, '');
  comparison.same(`${path}.unit`, unit(ours?.unit), unit(theirs['unit']));
}

/**
 * What is missing the file decides: an empty cell is null in any column, where the reference has 0 or an empty
 * text before version 1.3.
 */
function compareValue(
  comparison: Comparison,
  path: string,
  ours: CellValue | undefined,
  theirs: Json | undefined,
  type: ElementType,
): void {
  if (theirs === null || theirs === undefined) {
    const missing =
      ours === null ||
      // NaN is how VOTable writes a missing number (section 6 of the standard), and the reference masks it.
      Number.isNaN(ours) ||
      (isCellList(ours) && ours.every((value) => value === null));
    comparison.same(path, missing ? null : ours, null);
  } else if (ours === null && (theirs === '' || theirs === 0)) {
    comparison.same(path, null, null);
  } else if (isList(theirs)) {
    const list = isCellList(ours) ? ours : [];
    comparison.same(`${path}.length`, list.length, theirs.length);
    theirs.forEach((value, i) => compareValue(comparison, `${path}[${i}]`, list[i], value, type));
  } else if (isObject(theirs)) {
    const complex = typeof ours === 'object' && ours !== null && 're' in ours ? ours : undefined;
    comparison.same(`${path}.re`, complex?.re, Number(theirs['re']));
    comparison.same(`${path}.im`, complex?.im, Number(theirs['im']));
  } else if (typeof ours === 'string') {
    comparison.same(path, ours.trimEnd(), String(theirs).trimEnd());
  } else if (typeof ours === 'bigint') {
    comparison.same(path, ours, BigInt(theirs as bigint | number));
  } else if (typeof ours === 'number') {
    const value = Number(theirs);
    comparison.same(path, ours, type === 'float32' ? Math.fround(value) : value);
  } else {
    comparison.same(path, ours, theirs);
  }
}

/** Elements of arrays of any shape in one list. */
function flat(value: CellValue): CellValue {
  return isCellList(value) ? value.flatMap((inner) => flatList(inner)) : value;
}

function flatList(value: CellValue): readonly CellValue[] {
  return isCellList(value) ? value.flatMap((inner) => flatList(inner)) : [value];
}

function flatJson(value: Json | undefined): Json | undefined {
  return isList(value) ? value.flatMap((inner) => flatJsonList(inner)) : value;
}

function flatJsonList(value: Json): readonly Json[] {
  return isList(value) ? value.flatMap((inner) => flatJsonList(inner)) : [value];
}
