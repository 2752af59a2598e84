import { SkybucketError } from '../errors';
import type { VoField, VoGroup, VoInfo, VoOption, VoValues } from './document';
import { newPart, type DocumentDraft, type ResourceDraft, type TableDraft } from './drafts';
import {
  attribute,
  coosysOf,
  fieldOf,
  groupOf,
  idOf,
  infoOf,
  linkOf,
  paramOf,
  timesysOf,
  valuesOf,
  type Attributes,
} from './elements';
import type { RowReader } from './row-reader';
import type { Writable } from './writable';

/** Elements may lie in each other so deep; honest documents do some ten deep. */
const MOST_DEPTH = 200;
/** Characters of names, values and descriptions that are kept. */
const MOST_CHARACTERS = 64 * 2 ** 20;
/** Elements beside those of rows. */
const MOST_ELEMENTS = 500_000;

type Node =
  | { readonly kind: 'document'; readonly at: DocumentDraft }
  | { readonly kind: 'resource'; readonly at: ResourceDraft }
  | { readonly kind: 'table'; readonly at: TableDraft }
  | { readonly kind: 'group'; readonly at: Writable<VoGroup> }
  | { readonly kind: 'field'; readonly at: Writable<VoField> }
  | { readonly kind: 'values'; readonly at: Writable<VoValues> }
  | { readonly kind: 'option'; readonly at: Writable<VoOption> }
  | { readonly kind: 'info'; readonly at: Writable<VoInfo> }
  | { readonly kind: 'description'; readonly at: { description: string | undefined } }
  | { readonly kind: 'data'; readonly at: TableDraft }
  | { readonly kind: 'rows'; readonly at: TableDraft }
  | { readonly kind: 'row'; readonly at: TableDraft }
  | { readonly kind: 'cell'; readonly encoding: string | undefined }
  | { readonly kind: 'stream' }
  /** What is not known, and lies in what is not known. */
  | { readonly kind: 'other' };

interface Frame {
  readonly name: string;
  readonly node: Node;
  text: string;
}

/** Makes the document of its elements as they come; names are without namespace. */
export class TreeBuilder {
  readonly document: DocumentDraft = {
    ...newPart(undefined, undefined),
    ...{ version: undefined, coosys: [], timesys: [], resources: [], tables: [] },
    ...{ cut: undefined, warnings: [] },
  };
  private readonly stack: Frame[] = [];
  private readonly values = new Map<string, VoValues>();
  private readonly tables = new Map<string, TableDraft>();
  private rooted = false;
  private characters = 0;
  private elements = 0;

  constructor(private readonly reader: RowReader) {}

  /** The innermost element is a TABLEDATA. */
  get betweenRows(): boolean {
    return this.stack.at(-1)?.name === 'TABLEDATA';
  }

  /** Text is now the content of a STREAM. */
  get inStream(): boolean {
    return this.stack.at(-1)?.node.kind === 'stream';
  }

  /** The outermost element is there, and is the right one. */
  get begun(): boolean {
    return this.rooted;
  }

  /** A row whose first cells are known already is left to be read here. */
  enterRow(): void {
    const parent = this.stack.at(-1)?.node;
    if (parent?.kind === 'rows') {
      this.stack.push({ name: 'TR', node: { kind: 'row', at: parent.at }, text: '' });
    }
  }

  /** @throws SkybucketError `format` for what is no VOTable, `too-large` for more than memory can bear. */
  begin(name: string, attributes: Attributes): void {
    const parent = this.stack.at(-1)?.node;
    if (this.stack.length >= MOST_DEPTH) {
      throw new SkybucketError('format', 'Its elements lie too deep in each other.');
    }
    if (parent?.kind !== 'rows' && parent?.kind !== 'row') {
      this.count(attributes);
    }
    const node =
      parent === undefined ? this.root(name, attributes) : this.node(parent, name, attributes);
    this.stack.push({ name, node, text: '' });
  }

  text(text: string): void {
    const frame = this.stack.at(-1);
    switch (frame?.node.kind) {
      case 'stream':
        this.reader.addStream(text);
        return;
      case 'info':
      case 'description':
        this.characters += text.length;
        this.checkSize();
        frame.text += text;
        return;
      case 'cell':
        frame.text += text;
        return;
      case 'document':
      case 'resource':
      case 'table':
      case 'group':
      case 'field':
      case 'values':
      case 'option':
      case 'data':
      case 'rows':
      case 'row':
      case 'other':
      case undefined:
    }
  }

  end(): void {
    const frame = this.stack.pop();
    switch (frame?.node.kind) {
      case 'info':
        frame.node.at.content = frame.text.trim();
        return;
      case 'description':
        // The first of several is the one that is meant.
        frame.node.at.description ??= frame.text.trim() || undefined;
        return;
      case 'values':
        this.endValues(frame.node.at);
        return;
      case 'cell':
        this.reader.rows?.addText(frame.text, frame.node.encoding);
        return;
      case 'row':
        this.reader.rows?.endRow();
        return;
      case 'stream':
        this.reader.endStream();
        return;
      case 'rows':
        this.reader.end();
        return;
      case 'document':
      case 'resource':
      case 'table':
      case 'group':
      case 'field':
      case 'option':
      case 'data':
      case 'other':
      case undefined:
    }
  }

  private root(name: string, attributes: Attributes): Node {
    if (name !== 'VOTABLE') {
      const page = name.toLowerCase() === 'html';
      throw new SkybucketError(
        'format',
        page
          ? 'This is a web page, not a VOTable.'
          : `This is no VOTable: its outermost element is “${name.slice(0, 40)}”.`,
      );
    }
    const { document } = this;
    this.rooted = true;
    document.version = attribute(attributes, 'version')?.replace(/^v/i, '');
    document.id = idOf(attributes);
    return { kind: 'document', at: document };
  }

  private node(parent: Node, name: string, attributes: Attributes): Node {
    switch (parent.kind) {
      case 'document':
        // Of version 1.0 and 1.1: what is defined for the whole document.
        return name === 'DEFINITIONS'
          ? parent
          : (this.inTree(parent.at, name, attributes) ?? this.inPart(parent.at, name, attributes));
      case 'resource':
        return name === 'TABLE'
          ? this.table(parent.at, attributes)
          : (this.inTree(parent.at, name, attributes) ?? this.inPart(parent.at, name, attributes));
      case 'table':
        return this.inTable(parent.at, name, attributes);
      case 'group':
        return inGroup(parent.at, name, attributes);
      case 'field':
        return this.inField(parent.at, name, attributes);
      case 'values':
      case 'option':
        return inValues(parent.at, name, attributes);
      case 'data':
        return this.inData(parent.at, name, attributes);
      case 'rows':
        return this.inRows(parent.at, name, attributes);
      case 'row':
        return name === 'TD'
          ? { kind: 'cell', encoding: attribute(attributes, 'encoding') }
          : { kind: 'other' };
      case 'info':
      case 'description':
      case 'cell':
      case 'stream':
      case 'other':
        return { kind: 'other' };
    }
  }

  /** What a document and a resource may have. */
  private inTree(
    at: DocumentDraft | ResourceDraft,
    name: string,
    attributes: Attributes,
  ): Node | undefined {
    switch (name) {
      case 'RESOURCE': {
        const resource: ResourceDraft = {
          ...newPart(idOf(attributes), attribute(attributes, 'name')),
          type: attribute(attributes, 'type'),
          utype: attribute(attributes, 'utype'),
          ...{ coosys: [], timesys: [], tables: [], resources: [] },
        };
        at.resources.push(resource);
        return { kind: 'resource', at: resource };
      }
      case 'COOSYS':
        at.coosys.push(coosysOf(attributes));
        return { kind: 'other' };
      case 'TIMESYS':
        at.timesys.push(timesysOf(attributes));
        return { kind: 'other' };
      default:
        return undefined;
    }
  }

  /** What documents, resources and tables may have. */
  private inPart(
    at: DocumentDraft | ResourceDraft | TableDraft,
    name: string,
    attributes: Attributes,
  ): Node {
    switch (name) {
      case 'INFO': {
        const info = infoOf(attributes);
        at.infos.push(info);
        return { kind: 'info', at: info };
      }
      case 'LINK':
        at.links.push(linkOf(attributes));
        return { kind: 'other' };
      default:
        return inBoth(at, name, attributes);
    }
  }

  private table(resource: ResourceDraft, attributes: Attributes): Node {
    const ref = attribute(attributes, 'ref');
    const declared = Number(attribute(attributes, 'nrows') ?? NaN);
    const other = ref === undefined ? undefined : this.tables.get(ref);
    const table: TableDraft = {
      ...newPart(idOf(attributes), attribute(attributes, 'name')),
      ucd: attribute(attributes, 'ucd'),
      utype: attribute(attributes, 'utype'),
      ref,
      fields: [],
      borrowed: other === undefined ? [] : other.fields.length > 0 ? other.fields : other.borrowed,
      rowsDeclared: Number.isSafeInteger(declared) && declared >= 0 ? declared : undefined,
      ...{ encoding: undefined, rows: undefined, table: undefined, cut: undefined, warnings: [] },
    };
    if (table.id !== undefined) {
      this.tables.set(table.id, table);
    }
    if (ref !== undefined && other === undefined) {
      table.warnings.push(
        `It refers to the table “${ref.slice(0, 100)}”, which does not come before it.`,
      );
    }
    resource.tables.push(table);
    this.document.tables.push(table);
    return { kind: 'table', at: table };
  }

  private inTable(at: TableDraft, name: string, attributes: Attributes): Node {
    if (name === 'FIELD') {
      const field = fieldOf(attributes);
      at.fields.push(field);
      return { kind: 'field', at: field };
    }
    return name === 'DATA' ? { kind: 'data', at } : this.inPart(at, name, attributes);
  }

  private inField(at: Writable<VoField>, name: string, attributes: Attributes): Node {
    switch (name) {
      case 'DESCRIPTION':
        return { kind: 'description', at };
      case 'VALUES': {
        // `legal` and `actual` ones may stand side by side; the first tells what is null.
        const ref = attribute(attributes, 'ref');
        const known = ref === undefined ? undefined : this.values.get(ref);
        const values =
          known === undefined ? valuesOf(attributes) : { ...known, options: [...known.options] };
        at.values ??= values;
        return { kind: 'values', at: values };
      }
      case 'LINK':
        at.links.push(linkOf(attributes));
        return { kind: 'other' };
      default:
        return { kind: 'other' };
    }
  }

  private endValues(values: VoValues): void {
    if (values.id !== undefined) {
      this.values.set(values.id, values);
    }
  }

  private inData(at: TableDraft, name: string, attributes: Attributes): Node {
    switch (name) {
      case 'TABLEDATA':
      case 'BINARY':
      case 'BINARY2':
      case 'FITS':
      case 'PARQUET':
        this.reader.begin(at, name, attributes);
        return { kind: 'rows', at };
      case 'INFO':
        return this.inPart(at, name, attributes);
      default:
        return { kind: 'other' };
    }
  }

  private inRows(at: TableDraft, name: string, attributes: Attributes): Node {
    if (at.encoding === 'TABLEDATA') {
      if (name === 'TR') {
        this.reader.rows?.beginRow();
        return { kind: 'row', at };
      }
      return { kind: 'other' };
    }
    if (name === 'STREAM') {
      this.reader.beginStream(attributes);
      return { kind: 'stream' };
    }
    return { kind: 'other' };
  }

  private count(attributes: Attributes): void {
    this.elements += 1;
    for (const name in attributes) {
      this.characters += name.length + (attributes[name] as string).length;
    }
    this.checkSize();
  }

  private checkSize(): void {
    if (this.elements > MOST_ELEMENTS || this.characters > MOST_CHARACTERS) {
      throw new SkybucketError(
        'too-large',
        'It describes its tables in more words than memory can bear.',
      );
    }
  }
}

/** What groups may have, and all that has groups. */
function inBoth(
  at: DocumentDraft | ResourceDraft | TableDraft | Writable<VoGroup>,
  name: string,
  attributes: Attributes,
): Node {
  switch (name) {
    case 'DESCRIPTION':
      return { kind: 'description', at };
    case 'PARAM': {
      const param = paramOf(attributes);
      at.params.push(param);
      return { kind: 'field', at: param };
    }
    case 'GROUP': {
      const group = groupOf(attributes);
      at.groups.push(group);
      return { kind: 'group', at: group };
    }
    default:
      return { kind: 'other' };
  }
}

function inGroup(at: Writable<VoGroup>, name: string, attributes: Attributes): Node {
  if (name !== 'FIELDref' && name !== 'PARAMref') {
    return inBoth(at, name, attributes);
  }
  const ref = attribute(attributes, 'ref');
  if (ref !== undefined) {
    (name === 'FIELDref' ? at.fieldRefs : at.paramRefs).push(ref);
  }
  return { kind: 'other' };
}

function inValues(
  at: Writable<VoValues> | Writable<VoOption>,
  name: string,
  attributes: Attributes,
): Node {
  const value = attributes['value'] ?? '';
  if (name === 'OPTION') {
    const option = { name: attribute(attributes, 'name'), value, options: [] };
    at.options.push(option);
    return { kind: 'option', at: option };
  }
  if ('null' in at && (name === 'MIN' || name === 'MAX')) {
    const inclusive = attribute(attributes, 'inclusive')?.toLowerCase() !== 'no';
    at[name === 'MIN' ? 'min' : 'max'] = { value, inclusive };
  }
  return { kind: 'other' };
}
