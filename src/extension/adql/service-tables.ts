import { type AdqlCatalog, EMPTY_CATALOG } from '../../core/adql/catalog';
import { type Completions, completionsAt } from '../../core/adql/complete';
import { capabilitiesOf, type TapCapabilities } from '../../core/archives/tap/capabilities';
import type { TapService } from '../../core/archives/tap/service';
import { TapTables } from '../../core/archives/tap/tables';
import { isCancelled, sentence } from '../../core/errors';

/** What was asked for and failed is not asked for again by itself before this time is over, milliseconds. */
const REST_MS = 30_000;
/** Tables whose columns are asked for at once, and how often more turn out to be wanted. */
const MOST_AT_ONCE = 10;
const MOST_ROUNDS = 3;

/** Waits for some work no longer than there is patience for; whether it was done by then. */
export type Patience = (work: Promise<void>) => Promise<boolean>;

/** The tables of one service, learned while queries are written. Nothing here throws but what is asked for by name. */
export class ServiceTables {
  readonly tables: TapTables;
  private started: Promise<void> | undefined;
  private readonly failed = new Map<string, number>();
  private trouble: string | undefined;
  private abilities: TapCapabilities | undefined;

  /** @param onChange told when more is known, or what is wrong has changed. */
  constructor(
    readonly service: TapService,
    private readonly onChange: () => void,
    private readonly now: () => number = Date.now,
  ) {
    this.tables = new TapTables(service);
  }

  /** Why nothing is known of its tables, in a sentence. */
  get problem(): string | undefined {
    return this.trouble;
  }

  /** How many rows it gives, as far as that is known. */
  get limits(): TapCapabilities['rows'] | undefined {
    return this.abilities?.rows;
  }

  get catalog(): AdqlCatalog {
    return this.trouble === undefined ? this.tables.catalog() : EMPTY_CATALOG;
  }

  /** Learns the schemas and what the service can do, once; after a failure again, but not at once. */
  start(): Promise<void> {
    if (this.started === undefined && this.mayAsk('')) {
      this.started = this.begin();
    }
    return this.started ?? Promise.resolve();
  }

  /** Learns the tables of schemas and the columns of tables; those that failed a moment ago are left alone. */
  async learn(tables: readonly string[], schemas: readonly string[]): Promise<void> {
    await Promise.all([
      ...schemas
        .slice(0, MOST_AT_ONCE)
        .map((name) => this.once(`schema ${name}`, () => this.tables.tables(name))),
      ...tables
        .slice(0, MOST_AT_ONCE)
        .map((name) => this.once(`table ${name}`, () => this.tables.columns(name))),
    ]);
  }

  /** What can be written at an offset, with what is learned meanwhile; `pending` where more may come. */
  async completions(
    text: string,
    offset: number,
    patience: Patience,
  ): Promise<Completions & { readonly pending: boolean }> {
    let pending = !(await patience(this.start()));
    for (let round = 0; ; round++) {
      const found = completionsAt(text, offset, this.catalog);
      const isWanted = found.wanted.length + found.wantedSchemas.length > 0;
      if (pending || !isWanted || round === MOST_ROUNDS) {
        return { ...found, pending };
      }
      pending = !(await patience(this.learn(found.wanted, found.wantedSchemas)));
    }
  }

  private async begin(): Promise<void> {
    try {
      await this.tables.schemas();
      this.trouble = undefined;
    } catch (error) {
      this.trouble = sentence(error);
      this.failed.set('', this.now());
      this.started = undefined;
      return;
    } finally {
      this.onChange();
    }
    try {
      this.abilities = await capabilitiesOf(this.service);
      this.tables.learn(this.abilities);
      this.onChange();
    } catch {
      // Its own functions are not offered then; all else goes without.
    }
  }

  private async once(key: string, ask: () => Promise<unknown>): Promise<void> {
    if (!this.mayAsk(key)) {
      return;
    }
    try {
      await ask();
      this.onChange();
    } catch (error) {
      if (!isCancelled(error)) {
        this.failed.set(key, this.now());
      }
    }
  }

  private mayAsk(key: string): boolean {
    const at = this.failed.get(key);
    return at === undefined || this.now() - at >= REST_MS;
  }
}

/** The tables of all services that were asked for any. */
export class KnownTables {
  private readonly known = new Map<string, ServiceTables>();

  constructor(private readonly onChange: (service: ServiceTables) => void) {}

  /** The same object for the same address, until {@link forget}. */
  of(service: TapService): ServiceTables {
    const key = service.address;
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    const made: ServiceTables = new ServiceTables(service, () => this.onChange(made));
    this.known.set(key, made);
    return made;
  }

  /** Lets what is known of a service be asked for again. */
  forget({ address }: Pick<TapService, 'address'>): void {
    this.known.delete(address);
  }
}
