import { SkybucketError } from '../../core/errors';
import { formatS3Uri } from '../../core/s3/uri';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type {
  FilledForm,
  ProductAddress,
  ProductLine,
  ProductPlace,
  ProductsReply,
  SearchMethods,
} from '../../protocol/search';
import { chooseProducts, productChoices } from '../searches/choose-products';
import type { SearchForms } from '../searches/forms/search-forms';
import type {
  ProductPlace as FoundPlace,
  Products,
  RowPlace,
  RowProducts,
  SearchProduct,
} from '../searches/product';
import type { Searches } from '../searches/searches';
import type { SavedSearch, SearchRequest } from '../../core/searches/saved-search';
import { latest } from './latest';
import { ROWS_HDU, type SearchModel } from './search-model';
import { type TableActions, tableHandlers } from './table-handlers';

/** What a panel may do beyond searching. */
export interface SearchActions extends TableActions {
  copy(text: string): Promise<void>;
  /** Opens a product of a row in a viewer. */
  open(row: RowPlace, product: SearchProduct): Promise<void>;
  download(row: RowPlace, products: readonly SearchProduct[]): Promise<void>;
  /** Python that asks the same. */
  asPython(request: SearchRequest): Promise<string>;
  /** Where it can be downloaded over https; empty where it cannot. */
  urlOf(product: SearchProduct): string;
  /** Shows a query as a document. */
  editQuery(search: SavedSearch): Promise<void>;
  /** Whether a viewer of ours shows files of that name. */
  isViewable(name: string): boolean;
}

export interface SearchHandlerNeeds {
  readonly model: SearchModel;
  readonly forms: SearchForms;
  readonly searches: Pick<Searches, 'count'>;
  readonly products: Products;
  readonly actions: SearchActions;
}

/** Answers what the webview of a search asks. */
export function searchHandlers(needs: SearchHandlerNeeds): RpcHandlers<SearchMethods> {
  const { model, forms, searches, products, actions } = needs;

  const placeOf = (row: number): RowPlace => {
    if (model.shown === undefined) {
      throw new SkybucketError('not-found', 'The search is there no more.', {
        hint: 'Run it again.',
      });
    }
    return { search: model.shown, row };
  };
  /** Products of a row by their ids, or the main one, with their places. */
  const chosen = async (
    place: RowPlace,
    ids: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<SearchProduct[]> => {
    if (ids === undefined) {
      return [await products.main(place, { signal })];
    }
    const all = allOf(await products.locate(place, ids, { signal }));
    return ids.flatMap((id) => all.filter((product) => product.id === id));
  };
  const line = (product: SearchProduct): ProductLine => productLine(product, actions);

  return {
    ...tableHandlers({ use: (work) => model.use(work) }, actions),

    searchServices: () => Promise.resolve({ services: forms.services() }),
    searchForm: ({ service }, { signal, progress }) =>
      forms.form(service, { signal, onPart: latest(progress) }),
    searchPlace: async (typed, { signal }) => {
      const { understood, ra, dec, radius } = await forms.place(typed, signal);
      return { understood, ra, dec, radius };
    },
    countSearch: async (form, { signal }) => {
      const { request, place } = await forms.request(form, { signal });
      checkAsked(form);
      const rows = await searches.count(request, { signal });
      const { understood = '', ra = 0, dec = 0, radius = 0 } = place ?? {};
      return { rows, place: place && { understood, ra, dec, radius } };
    },
    runSearch: ({ form, asNew, evenIfCostly = false }, { signal }) =>
      model.run(form, { asNew, evenIfCostly, signal }),
    rerunSearch: ({ evenIfCostly = false }) => model.rerun(evenIfCostly),
    editQuery: async () => {
      await actions.editQuery(model.saved());
      return null;
    },
    cancelSearch: () => {
      model.cancel();
      return Promise.resolve(null);
    },

    products: async ({ row }, { signal, progress }) => {
      const place = placeOf(row);
      const report = latest(progress);
      const reply = (found: RowProducts, asking: boolean): ProductsReply => ({
        products: allOf(found)
          .map(line)
          .map((product) => (asking ? product : notAsking(product))),
        partial: found.partial,
      });
      const listed = await products.list(place, { signal });
      report(reply(listed, true));
      const science = listed.science.map(({ id }) => id);
      if (science.length > 0 && listed.auxiliary.length > 0) {
        report(reply(await products.locate(place, science, { signal }), true));
      }
      return reply(await products.locate(place, undefined, { signal }), false);
    },
    chooseProducts: async ({ row, filter }, { signal }) => {
      const all = allOf(await products.list(placeOf(row), { signal }));
      const chosen = chooseProducts(all, filter);
      return { products: chosen.map(({ id }) => id), choices: productChoices(all) };
    },
    openProduct: async ({ row, product: id }, { signal }) => {
      const place = placeOf(row);
      const [product] = await chosen(place, id === undefined ? undefined : [id], signal);
      if (product === undefined) {
        throw new SkybucketError('not-found', 'That file is not among those of this row.', {
          hint: 'Choose the row anew.',
        });
      }
      await actions.open(place, product);
      return null;
    },
    downloadProducts: async ({ row, products: ids }, { signal }) => {
      const place = placeOf(row);
      await actions.download(place, await chosen(place, ids, signal));
      return null;
    },
    copyProducts: async ({ row, products: ids, address }, { signal }) => {
      const found = await chosen(placeOf(row), ids, signal);
      const texts = found
        .map((one) => addressOf(one, address, actions))
        .filter((text) => text !== '');
      if (texts.length > 0) {
        await actions.copy(texts.join('\n'));
      }
      return { copied: texts.length };
    },
    copyPython: async ({ form, row }, { signal }) => {
      if (row !== undefined) {
        await actions.copy(await products.asPython(placeOf(row)));
        return null;
      }
      const request =
        form === undefined ? model.saved() : (await forms.request(form, { signal })).request;
      await actions.copy(await actions.asPython(request));
      return null;
    },
    footprints: (_, { signal, progress }) =>
      model.use((content) =>
        content.request(
          'footprints',
          { hdu: ROWS_HDU },
          { signal, onProgress: (batch) => void progress(batch) },
        ),
      ),
    copy: async ({ text }) => {
      await actions.copy(text);
      return null;
    },
  };
}

/** @throws SkybucketError `format` for a form that says nothing: a service would count all it has. */
function checkAsked({ place, fields }: FilledForm): void {
  if (place.trim() === '' && Object.keys(fields).length === 0) {
    throw new SkybucketError('format', 'The search asks for nothing.', {
      hint: 'Give a position, or at least one criterion.',
    });
  }
}

function allOf({ science, auxiliary }: RowProducts): readonly SearchProduct[] {
  return [...science, ...auxiliary];
}

function productLine(product: SearchProduct, { isViewable, urlOf }: SearchActions): ProductLine {
  const { id, name, science, type, subgroup, description, size, calibration, rights } = product;
  return {
    ...{ id, name, science, type, description, size, calibration, rights },
    group: subgroup,
    recommended: product.recommended,
    place: placeLine(product.place),
    dataUri: product.dataUri ?? '',
    url: urlOf(product),
    viewable: isViewable(name),
  };
}

function placeLine(place: FoundPlace | undefined): ProductPlace {
  switch (place?.kind) {
    case undefined:
      return { kind: 'asking' };
    case 'cloud':
      return { kind: 'cloud', uri: formatS3Uri(place.bucket, place.key), derived: place.derived };
    case 'failed':
      return { kind: 'none', reason: place.reason, detail: place.problem, retryable: true };
    case 'web':
    case 'none':
      return { kind: 'none', reason: place.reason, detail: '', retryable: false };
  }
}

/** All have been asked for: one of which nothing is known is not in the cloud. */
function notAsking(product: ProductLine): ProductLine {
  return product.place.kind === 'asking'
    ? {
        ...product,
        place: { kind: 'none', reason: 'not in the cloud', detail: '', retryable: false },
      }
    : product;
}

function addressOf(
  product: SearchProduct,
  address: ProductAddress,
  { urlOf }: SearchActions,
): string {
  const { place, dataUri } = product;
  switch (address) {
    case 's3':
      return place?.kind === 'cloud' ? formatS3Uri(place.bucket, place.key) : '';
    case 'url':
      return urlOf(product);
    case 'dataUri':
      return dataUri ?? '';
  }
}
