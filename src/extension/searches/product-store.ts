import { asPython, pythonText } from '../../core/archives/mast/as-python';
import { MISSION_DATASETS } from '../../core/archives/mast/mission-columns';
import type { ProductFilters } from '../../core/archives/mast/product-filters';
import { imagesOf } from '../../core/archives/sia/images';
import { SharedTask } from '../../core/bytes/shared-task';
import { SkybucketError } from '../../core/errors';
import { isImageTable } from '../../core/searches/row-label';
import type { SavedSearch } from '../../core/searches/saved-search';
import { someRows } from '../../core/searches/some-rows';
import type { Table } from '../../core/table/table';
import { rowsOf, type TableRecord, textIn } from '../../core/votable/records';
import type { FoundProducts } from './found-products';
import { imageProducts, type ImageTools } from './image-products';
import type { MastAccess } from './mast-access';
import { datasetProducts, observationProducts } from './mast-products';
import type {
  ProductOptions,
  ProductPlace,
  Products,
  RowPlace,
  RowProducts,
  SearchProduct,
} from './product';
import type { Searches } from './searches';

export interface ProductStoreNeeds extends ImageTools {
  readonly searches: Pick<Searches, 'get' | 'rows' | 'asPython'>;
  readonly mast: MastAccess;
}

interface KnownRow {
  readonly found: FoundProducts;
  readonly places: Map<string, ProductPlace>;
}

/** Of files of a row that may be meant: those that MAST looks up in one request. */
const MOST_CANDIDATES = 40;
/** Rows whose files stay known, those used last. */
const MOST_ROWS = 500;

/** The files of the rows of searches, as {@link Products} says. */
export class ProductStore implements Products {
  private readonly rows = new Map<string, KnownRow>();
  private readonly asking = new Map<string, SharedTask<KnownRow>>();

  constructor(private readonly needs: ProductStoreNeeds) {}

  async list(row: RowPlace, { signal }: ProductOptions = {}): Promise<RowProducts> {
    return shown(await this.known(row, signal));
  }

  async locate(
    row: RowPlace,
    ids?: readonly string[],
    { signal }: ProductOptions = {},
  ): Promise<RowProducts> {
    const known = await this.known(row, signal);
    const all = ids ?? known.found.products.map(({ id }) => id);
    const wanted = new Set(all.filter((id) => !isSettled(known.places.get(id))));
    if (wanted.size > 0) {
      for (const [id, place] of await known.found.locate(wanted, signal)) {
        known.places.set(id, place);
      }
    }
    return shown(known);
  }

  async main(row: RowPlace, options: ProductOptions = {}): Promise<SearchProduct> {
    const { science, auxiliary } = await this.list(row, options);
    const files = science.length > 0 ? science : auxiliary;
    const isImage = ({ name }: SearchProduct): boolean => IMAGE.test(name);
    const candidates = [...files.filter(isImage), ...files.filter((file) => !isImage(file))]
      .slice(0, MOST_CANDIDATES)
      .map(({ id }) => id);
    const located = await this.locate(row, candidates, options);
    const byId = new Map([...located.science, ...located.auxiliary].map((one) => [one.id, one]));
    const found = candidates.flatMap((id) => byId.get(id) ?? []);
    const first = found.find(({ place }) => place?.kind === 'cloud') ?? found[0];
    if (first === undefined) {
      throw new SkybucketError('not-found', 'This row has no files.');
    }
    return first;
  }

  async asPython(row: RowPlace, filters?: ProductFilters): Promise<string> {
    const search = this.searchOf(row);
    const record = await this.recordOf(search, row, undefined);
    if (search.kind === 'mast') {
      const columns = await (await this.needs.mast.client()).columns();
      const obsid = textIn(record, 'obsid');
      const obsids = obsid === undefined ? undefined : [obsid];
      return asPython(search.criteria, columns, { obsids, filters, cloud: true });
    }
    const python = await this.needs.searches.asPython(search.id);
    if (search.kind === 'mission') {
      const dataset = textIn(record, MISSION_DATASETS[search.criteria.mission] ?? '');
      return dataset === undefined
        ? python
        : `${python}products = missions.get_product_list([${pythonText(dataset)}])\n`;
    }
    const address = textIn(record, 'access_url');
    return address === undefined
      ? python
      : `${python}row = table[table["access_url"] == ${pythonText(address)}][0]\n`;
  }

  forget(search?: string): void {
    for (const name of [...this.rows.keys()]) {
      if (search === undefined || name.startsWith(`${search} `)) {
        this.rows.delete(name);
      }
    }
  }

  private async known(row: RowPlace, signal: AbortSignal | undefined): Promise<KnownRow> {
    const search = this.searchOf(row);
    // Rows of another run are other rows.
    const name = `${search.id} ${search.ran?.at ?? ''} ${row.row}`;
    let known = this.rows.get(name);
    if (known === undefined) {
      const asking = this.asking.get(name) ?? this.ask(name, search, row);
      known = await asking.join({ signal });
    }
    this.rows.delete(name);
    this.rows.set(name, known);
    for (const oldest of this.rows.keys()) {
      if (this.rows.size <= MOST_ROWS) {
        break;
      }
      this.rows.delete(oldest);
    }
    return known;
  }

  /** Asked for by several at a time, a list is asked of the service once. */
  private ask(name: string, search: SavedSearch, row: RowPlace): SharedTask<KnownRow> {
    const asking = new SharedTask(async ({ signal }): Promise<KnownRow> => {
      try {
        return { found: await this.find(search, row, signal), places: new Map() };
      } finally {
        this.asking.delete(name);
      }
    });
    this.asking.set(name, asking);
    return asking;
  }

  private async find(
    search: SavedSearch,
    row: RowPlace,
    signal: AbortSignal | undefined,
  ): Promise<FoundProducts> {
    const { mast } = this.needs;
    switch (search.kind) {
      case 'mast':
        return observationProducts(mast, await this.recordOf(search, row, signal), signal);
      case 'mission': {
        const record = await this.recordOf(search, row, signal);
        return datasetProducts(mast, search.criteria.mission, record, signal);
      }
      case 'sia':
      case 'tap':
        return this.findImage(search, row, signal);
    }
  }

  private async findImage(
    search: SavedSearch,
    row: RowPlace,
    signal: AbortSignal | undefined,
  ): Promise<FoundProducts> {
    const some = await someRows(await this.tableOf(search, row, signal), [row.row], { signal });
    if (!isImageTable(some)) {
      throw new SkybucketError('unsupported', 'The rows of this search name no files.', {
        hint: 'Open its rows as a table.',
      });
    }
    for await (const image of imagesOf(some, { signal })) {
      return imageProducts(this.needs, search.service, image, signal);
    }
    throw gone();
  }

  private async recordOf(
    search: SavedSearch,
    row: RowPlace,
    signal: AbortSignal | undefined,
  ): Promise<TableRecord> {
    const some = await someRows(await this.tableOf(search, row, signal), [row.row], { signal });
    for await (const record of rowsOf(some, { signal })) {
      return record;
    }
    throw gone();
  }

  private async tableOf(
    { id }: SavedSearch,
    { row }: RowPlace,
    signal: AbortSignal | undefined,
  ): Promise<Table> {
    const rows = await this.needs.searches.rows(id, { signal, upTo: row + 1 });
    if (rows === undefined || row >= rows.table.rows) {
      throw gone();
    }
    return rows.table;
  }

  private searchOf({ search: id }: RowPlace): SavedSearch {
    const search = this.needs.searches.get(id);
    if (search === undefined) {
      throw gone();
    }
    return search;
  }
}

const IMAGE = /\.(?:fits?|fts|asdf)(?:\.gz)?$|\.fz$/i;

/** A failure is asked for again. */
function isSettled(place: ProductPlace | undefined): boolean {
  return place !== undefined && place.kind !== 'failed';
}

function shown({ found, places }: KnownRow): RowProducts {
  const products = found.products.map((product) => ({
    ...product,
    place: places.get(product.id) ?? product.place,
  }));
  return {
    science: products.filter(({ science }) => science),
    auxiliary: products.filter(({ science }) => !science),
    partial: found.partial,
  };
}

function gone(): SkybucketError {
  return new SkybucketError('not-found', 'This row is there no more.', {
    hint: 'Run the search again.',
  });
}
