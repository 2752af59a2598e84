import { SaxesParser } from 'saxes';
import type { AdqlColumn, AdqlSchema, AdqlTable } from '../../adql/catalog';
import { SkybucketError, throwIfAborted } from '../../errors';

export interface TapSchema extends AdqlSchema {
  readonly name: string;
  readonly title: string | undefined;
  readonly utype: string | undefined;
}

export interface TapTable extends AdqlTable {
  readonly title: string | undefined;
  /** `table`, `view`, … */
  readonly type: string | undefined;
  readonly utype: string | undefined;
  /** As far as the service knows. */
  readonly rows: number | undefined;
  readonly columns: readonly TapColumn[] | undefined;
}

export interface TapColumn extends AdqlColumn {
  readonly utype: string | undefined;
  readonly xtype: string | undefined;
  /** Whether it is one of those that matter most. */
  readonly principal: boolean;
}

/** The tables of a service, or one of them. */
export interface Tableset {
  readonly schemas: readonly TapSchema[];
  readonly tables: readonly TapTable[];
}

interface Draft {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly texts: Record<string, string>;
  readonly flags: string[];
  text: string;
  type: string;
  columns: TapColumn[];
}

const DEEPEST = 50;

/**
 * Reads a VOSI document of tables as it comes; some are of many MB.
 *
 * @throws SkybucketError `too-large` beyond `mostBytes`; `server` for what is no such document, or half of one;
 *   `cancelled`.
 */
export async function readTableset(
  body: AsyncIterable<Uint8Array>,
  who: string,
  { mostBytes, signal }: { readonly mostBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<Tableset> {
  const reader = new TablesetReader();
  const decoder = new TextDecoder();
  let length = 0;
  for await (const chunk of body) {
    throwIfAborted(signal);
    length += chunk.length;
    if (length > mostBytes) {
      throw new SkybucketError('too-large', `The list of tables of ${who} is very long.`);
    }
    reader.write(decoder.decode(chunk, { stream: true }), who);
  }
  reader.write(decoder.decode(), who);
  return reader.end(who);
}

class TablesetReader {
  private readonly schemas: TapSchema[] = [];
  private readonly tables: TapTable[] = [];
  private readonly parser = new SaxesParser({ position: false });
  private readonly open: Draft[] = [];
  private seen = false;
  /** Tables of the schema under way: its name may come behind them. */
  private pending: TapTable[] = [];

  constructor() {
    this.parser.on('opentag', ({ name, attributes }) => {
      if (this.open.length >= DEEPEST) {
        throw new Error('It nests too deep.');
      }
      const local = name.slice(name.indexOf(':') + 1);
      this.seen ||= local === 'tableset' || local === 'table';
      this.open.push({
        ...{ name: local, texts: {}, flags: [], text: '', type: '', columns: [] },
        attributes: attributes as Record<string, string>,
      });
    });
    this.parser.on('closetag', () => this.close());
    const add = (text: string): void => {
      const last = this.open[this.open.length - 1];
      if (last) {
        last.text += text;
      }
    };
    this.parser.on('text', add);
    this.parser.on('cdata', add);
  }

  write(text: string, who: string): void {
    try {
      this.parser.write(text);
    } catch (cause) {
      throw broken(who, cause);
    }
  }

  end(who: string): Tableset {
    try {
      this.parser.close();
    } catch (cause) {
      throw broken(who, cause);
    }
    if (!this.seen) {
      throw broken(who, undefined);
    }
    return { schemas: this.schemas, tables: [...this.tables, ...this.pending] };
  }

  private close(): void {
    const draft = this.open.pop();
    const outer = this.open[this.open.length - 1];
    if (draft === undefined) {
      return;
    }
    const text = draft.text.trim();
    switch (draft.name) {
      case 'column':
        outer?.columns.push(columnOf(draft));
        break;
      case 'table':
        this.pending.push(tableOf(draft));
        break;
      case 'schema':
        this.endSchema(draft);
        break;
      case 'flag':
        outer?.flags.push(text.toLowerCase());
        break;
      default:
        if (outer && text !== '') {
          outer.texts[draft.name] ??= text;
          if (draft.name === 'dataType') {
            outer.type = typeOf(text, draft.attributes);
          }
        }
    }
  }

  private endSchema({ texts }: Draft): void {
    const name = texts['name'] ?? '';
    this.schemas.push({
      ...{ name, title: texts['title'], utype: texts['utype'] },
      description: oneLine(texts['description']),
    });
    this.tables.push(...this.pending.map((table) => ({ ...table, schema: name })));
    this.pending = [];
  }
}

function tableOf({ texts, attributes, columns }: Draft): TapTable {
  const rows = Number(texts['nrows'] ?? NaN);
  return {
    name: texts['name'] ?? '',
    schema: '',
    title: texts['title'],
    type: attributes['type'],
    utype: texts['utype'],
    description: oneLine(texts['description']),
    rows: Number.isFinite(rows) ? rows : undefined,
    // A short list (detail=min) has none; no real table does.
    columns: columns.length > 0 ? columns : undefined,
  };
}

function columnOf({ texts, flags, type }: Draft): TapColumn {
  return {
    name: texts['name'] ?? '',
    type: type === '' ? undefined : type,
    unit: texts['unit'],
    ucd: texts['ucd'],
    utype: texts['utype'],
    xtype: texts['xtype'],
    description: oneLine(texts['description']),
    indexed: flags.includes('indexed') || flags.includes('primary'),
    principal: flags.includes('principal'),
  };
}

/** `char(*)`, `VARCHAR(20)`, `double` */
export function typeOf(
  type: string,
  { arraysize, size }: Readonly<Partial<Record<string, string>>>,
): string {
  const length = arraysize ?? size ?? '';
  return length === '' || length === '1' ? type : `${type}(${length})`;
}

export function oneLine(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined;
}

function broken(who: string, cause: unknown): SkybucketError {
  return new SkybucketError('server', `The list of tables of ${who} is broken.`, {
    ...{ hint: 'Try again later.', retryable: true, cause },
  });
}
