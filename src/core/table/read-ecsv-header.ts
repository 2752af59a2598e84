import { childOf, childrenOf, type AsdfNode } from '../asdf/node';
import { parseTree } from '../asdf/yaml/parse-tree';
import { SkybucketError } from '../errors';
import type { ElementType } from './table';

/** What the YAML of an ECSV file says of a column. */
export interface EcsvField {
  readonly name: string;
  /** Of the elements. */
  readonly type: ElementType;
  /** As it is written: `float64`, `int64[3]`. */
  readonly format: string;
  /** Lengths of the axes of a cell, slowest first; `variable` for one list of any length. */
  readonly shape: readonly number[] | 'variable';
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** Why it is shown as text, where it is of some other type. */
  readonly warning: string | undefined;
}

export interface EcsvHeader {
  readonly delimiter: ',' | ' ';
  readonly fields: readonly EcsvField[];
}

/** Elements of a cell; what a header says beyond that no field in the file has. */
const MOST_ELEMENTS = 1_000_000;

const FIRST = /^\s*#\s*%ECSV\s+\d+\.\d+/;
const COMMENT = /^\s*#( ?)/;

const TYPES: ReadonlyMap<string, ElementType> = new Map([
  ['bool', 'logical'],
  ['float16', 'float32'],
  ['float128', 'float64'],
  ['complex256', 'complex128'],
  ['string', 'text'],
  ['str', 'text'],
  ...(
    [
      ...(['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const),
      ...(['float32', 'float64', 'complex64', 'complex128'] as const),
    ] as const
  ).map((type) => [type, type] as const),
]);

/** Whether a file begins as ECSV does. */
export function isEcsv(start: string): boolean {
  return FIRST.test(start);
}

/**
 * Reads the comments that a file begins with.
 *
 * @param start the beginning of the file, with all of them
 * @throws SkybucketError `format` where they are not those of ECSV, or say nothing of columns.
 */
export function readEcsvHeader(start: string, label: string): EcsvHeader {
  const lines: string[] = [];
  for (const line of start.split(/\r\n?|\n/)) {
    if (line.trim() !== '' && !COMMENT.test(line)) {
      break;
    }
    lines.push(line.replace(COMMENT, ''));
  }
  const begin = lines.findIndex((line) => /^\s*%ECSV/.test(line));
  if (begin < 0) {
    throw wrong(label, 'does not begin with “# %ECSV”');
  }
  const { tree } = parseTree({
    text: lines.slice(begin + 1).join('\n'),
    ...{ label, firstLine: begin + 2 },
  });
  const columns = childOf(tree, 'datatype');
  if (columns?.kind !== 'sequence' || columns.items.length === 0) {
    throw wrong(label, 'says nothing of its columns');
  }
  const delimiter = wordOf(childOf(tree, 'delimiter')) ?? ' ';
  if (delimiter !== ' ' && delimiter !== ',') {
    throw wrong(label, 'has a delimiter that is neither a comma nor a blank');
  }
  return { delimiter, fields: childrenOf(columns).map((node, i) => fieldOf(node, i, label)) };
}

function fieldOf(node: AsdfNode, index: number, label: string): EcsvField {
  const name = wordOf(childOf(node, 'name'));
  const datatype = wordOf(childOf(node, 'datatype'));
  if (name === undefined || datatype === undefined) {
    throw wrong(label, `does not say the name and the datatype of column ${index + 1}`);
  }
  const unitNode = childOf(node, 'unit');
  const said = {
    name,
    unit: wordOf(childOf(unitNode, 'unit') ?? unitNode),
    description: wordOf(childOf(node, 'description')),
  };
  const subtype = wordOf(childOf(node, 'subtype'));
  const array = /^(\w+)\[([\d,\s]*)(null)?\]$/.exec(subtype ?? '');
  const [, element = datatype, lengths = '', open] = array ?? [];
  const shape = (lengths.match(/\d+/g) ?? []).map(Number);
  const type = TYPES.get(element);
  const format = subtype ?? datatype;
  const isHuge = shape.reduce((product, length) => product * length, 1) > MOST_ELEMENTS;
  if (type === undefined || isHuge || (open !== undefined && shape.length > 0)) {
    const isArray = array !== null;
    const warning = `“${name}” is of the type ${format}, and is shown as ${isArray ? 'JSON' : 'text'}.`;
    return { ...said, type: 'text', format, shape: [], warning };
  }
  return {
    ...said,
    type,
    format,
    shape: open === undefined ? shape : 'variable',
    warning: undefined,
  };
}

function wordOf(node: AsdfNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

function wrong(label: string, what: string): SkybucketError {
  return new SkybucketError('format', `${label} is not ECSV: it ${what}.`, {
    hint: 'Give it the ending .csv to have it read by the names of its columns alone.',
  });
}
