import type { AdqlCatalog } from '../../adql/catalog';
import { isCancelled, SkybucketError } from '../../errors';
import { SharedTask } from '../../bytes/shared-task';
import type { TapCapabilities } from './capabilities';
import { askColumns, askSchemas, askTables } from './schema-queries';
import { endpoint, type TapService } from './service';
import { readTableset, type TapColumn, type TapSchema, type TapTable } from './tableset';
import { send } from './ask';

interface Options {
  readonly signal?: AbortSignal | undefined;
}

/** A list longer than this is asked for piece by piece, from TAP_SCHEMA. */
const MOST_LIST_BYTES = 8 * 1024 * 1024;
const MOST_TABLE_BYTES = 16 * 1024 * 1024;

/**
 * The tables of a service, learned bit by bit: the schemas first, the tables of a schema and the columns of a
 * table when they are asked for. What was learned is kept; a failure is not.
 */
export class TapTables {
  private schemaList: readonly TapSchema[] | undefined;
  private readonly bySchema = new Map<string, readonly TapTable[]>();
  private readonly byTable = new Map<string, readonly TapColumn[]>();
  private readonly running = new Map<string, SharedTask<void>>();
  private complete = false;
  private known: AdqlCatalog | undefined;
  private abilities: TapCapabilities | undefined;

  constructor(
    private readonly service: TapService,
    /** Of the list in one piece. */
    private readonly mostBytes = MOST_LIST_BYTES,
  ) {}

  /**
   * The schemas, from the list of tables of the service, or from TAP_SCHEMA where that is missing, broken or
   * very long.
   *
   * @throws SkybucketError what asking throws.
   */
  async schemas(options: Options = {}): Promise<readonly TapSchema[]> {
    if (this.schemaList === undefined) {
      await this.once('', options, (shared) => this.begin(shared));
    }
    return this.schemaList ?? [];
  }

  /** The tables of a schema; `name` as {@link schemas} has it. */
  async tables(name: string, options: Options = {}): Promise<readonly TapTable[]> {
    await this.schemas(options);
    if (!this.bySchema.has(name)) {
      await this.once(`schema ${name}`, options, async (shared) => {
        const { items, complete } = await askTables(this.service, name, shared);
        this.bySchema.set(name, items);
        const all = this.schemaList?.every((schema) => this.bySchema.has(schema.name)) ?? false;
        this.complete = complete && all;
        this.known = undefined;
      });
    }
    return this.bySchema.get(name) ?? [];
  }

  /** The columns of a table; `name` as its list has it. */
  async columns(name: string, options: Options = {}): Promise<readonly TapColumn[]> {
    const listed = this.listed(name)?.columns;
    if (listed === undefined && !this.byTable.has(name)) {
      await this.once(`table ${name}`, options, async (shared) => {
        this.byTable.set(name, await this.columnsOf(name, shared));
        this.known = undefined;
      });
    }
    return listed ?? this.byTable.get(name) ?? [];
  }

  /** Puts functions of the service's own into the catalogue. */
  learn(capabilities: TapCapabilities): void {
    this.abilities = capabilities;
    this.known = undefined;
  }

  /** All that is known now: the same object until more is. */
  catalog(): AdqlCatalog {
    const adql = this.abilities?.languages.find(({ name }) => /^adql/i.test(name));
    return (this.known ??= {
      schemas: this.schemaList ?? [],
      tables: [...this.bySchema.values()].flat().map((table) => ({
        ...table,
        columns: table.columns ?? this.byTable.get(table.name),
      })),
      complete: this.complete,
      functions: adql?.functions ?? [],
      geometry: adql?.geometry,
    });
  }

  private listed(name: string): TapTable | undefined {
    for (const tables of this.bySchema.values()) {
      const table = tables.find((each) => each.name === name);
      if (table) {
        return table;
      }
    }
    return undefined;
  }

  private async begin(options: Options): Promise<void> {
    const list = await this.list(options);
    if (list === undefined) {
      this.schemaList = (await askSchemas(this.service, options)).items;
    } else {
      // Tables that stand outside of every schema are there all the same.
      const loose = list.tables.some(({ schema }) => schema === '');
      const unnamed = { name: '', title: undefined, utype: undefined };
      this.schemaList = loose ? [...list.schemas, unnamed] : list.schemas;
      for (const { name } of this.schemaList) {
        this.bySchema.set(
          name,
          list.tables.filter(({ schema }) => schema === name),
        );
      }
      this.complete = list.tables.length > 0;
    }
    this.known = undefined;
  }

  /** Undefined where the service has no list that can be used. */
  private async list(
    options: Options,
  ): Promise<Awaited<ReturnType<typeof readTableset>> | undefined> {
    try {
      const list = await this.read(
        `${endpoint(this.service, 'tables')}?detail=min`,
        this.mostBytes,
        options,
      );
      return list.tables.length > 0 ? list : undefined;
    } catch (error) {
      if (isCancelled(error) || !(error instanceof SkybucketError) || error.code === 'network') {
        throw error;
      }
      return undefined;
    }
  }

  /** From TAP_SCHEMA, which every service has; from the list of the one table where it fails. */
  private async columnsOf(name: string, options: Options): Promise<readonly TapColumn[]> {
    let failure: unknown;
    try {
      const { items } = await askColumns(this.service, name, options);
      if (items.length > 0) {
        return items;
      }
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      failure = error;
    }
    try {
      const address = `${endpoint(this.service, 'tables')}/${encodeURIComponent(name)}`;
      const { tables } = await this.read(address, MOST_TABLE_BYTES, options);
      return tables.find((table) => table.name === name)?.columns ?? tables[0]?.columns ?? [];
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      if (failure !== undefined) {
        throw failure;
      }
      // TAP_SCHEMA has answered, and knows of no column.
      return [];
    }
  }

  private read(
    address: string,
    mostBytes: number,
    options: Options,
  ): ReturnType<typeof readTableset> {
    const { service } = this;
    return send(
      service,
      { address },
      ({ body }) => readTableset(body, service.who, { mostBytes, signal: options.signal }),
      options,
    );
  }

  /** Runs once for all who ask at the same time; ends when the last of them leaves. */
  private async once(
    key: string,
    options: Options,
    task: (options: Options) => Promise<void>,
  ): Promise<void> {
    const run = this.running.get(key) ?? new SharedTask<void>(task);
    this.running.set(key, run);
    try {
      await run.join(options);
    } finally {
      this.running.delete(key);
    }
  }
}
