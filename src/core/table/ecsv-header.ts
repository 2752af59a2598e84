import { columnName, isComplex, isScalar } from './element-type';
import type { Column } from './table';

/** The YAML that says what the columns of an ECSV file are, as astropy writes it. */

/** Names that are written without quotes: words that no reader of YAML takes for anything else. */
const PLAIN = /^[A-Za-z_][\w./^*-]*(?: [\w./^*-]+)*$/;
const SPECIAL = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/i;

/** What has to be escaped where JSON does not: readers of YAML want characters that can be printed. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/gu;

/** A line for each column: name, unit, datatype, description, and the type of the elements of arrays. */
export function ecsvColumnLines(columns: readonly Column[]): string[] {
  return columns.map((column) => {
    const { unit, description } = column;
    const parts = [
      `name: ${yamlText(columnName(column))}`,
      ...(unit === undefined || unit === '' ? [] : [`unit: ${yamlText(unit)}`]),
      `datatype: ${isScalar(column) ? ecsvType(column) : 'string'}`,
      ...(description === undefined || description === ''
        ? []
        : [`description: ${yamlText(description)}`]),
      ...(isScalar(column) ? [] : [`subtype: ${yamlText(subtype(column))}`]),
    ];
    return `- {${parts.join(', ')}}`;
  });
}

/** The `datatype` of the elements. */
export function ecsvType({ type }: Column): string {
  if (type === 'logical' || type === 'bit') {
    return 'bool';
  }
  return type === 'text' ? 'string' : type;
}

/** Of arrays that ECSV has no type for, JSON is what it is. */
function subtype(column: Column): string {
  if (isComplex(column.type)) {
    return 'json';
  }
  const shape = column.variable ? 'null' : column.shape.join(',');
  return `${ecsvType(column)}[${shape}]`;
}

/** A text as YAML has it inside a flow mapping. */
export function yamlText(text: string): string {
  if (PLAIN.test(text) && !SPECIAL.test(text)) {
    return text;
  }
  return JSON.stringify(text).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
