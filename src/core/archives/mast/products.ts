import { SkybucketError, sentence } from '../../errors';
import type { JsonObject } from '../json-object';
import { textOf, type AnswerField } from './answer-table';
import { askInBatches } from './batches';
import { typeFor } from './columns';
import { askMashup, PAGE_SIZE, type MashupAnswer, type MashupOptions } from './mashup';
import type { MastTools } from './tools';

/** A file of an observation. */
export interface MastProduct {
  /** `mast:JWST/product/…`, or a web address. */
  readonly uri: string;
  /** The observation that was asked for; `obsid` as text. */
  readonly obsid: string;
  /** The mission's own name of the observation. */
  readonly id: string;
  readonly collection: string;
  readonly filename: string;
  /** Bytes; undefined where MAST does not say. */
  readonly size: number | undefined;
  /** `SCIENCE`, `PREVIEW`, `AUXILIARY`, `INFO`, … */
  readonly type: string;
  /** `RATE`, `DRZ`, … */
  readonly subgroup: string;
  readonly description: string;
  /** True for "Minimum Recommended Products". */
  readonly recommended: boolean;
  readonly calibration: number | undefined;
  /** `PUBLIC`, …; empty where MAST does not say. */
  readonly rights: string;
  /** All of it, as it was sent. */
  readonly row: JsonObject;
}

export interface MastProducts {
  /** Each file once. */
  readonly products: readonly MastProduct[];
  /** The columns of {@link MastProduct.row}. */
  readonly fields: readonly AnswerField[];
  /** How many more rows there were for the same files. */
  readonly duplicates: number;
  /** Why those of some observations are not here, one sentence; undefined where all are. */
  readonly partial: string | undefined;
  /** The observations whose products could not be had. */
  readonly failed: readonly string[];
}

export interface ProductOptions extends MashupOptions {
  /** Observations in one request; 500. */
  readonly batch?: number | undefined;
  /** Requests at a time; 4. */
  readonly parallel?: number | undefined;
  /** Told after each request of how many observations the products are here. */
  readonly onObservations?: ((done: number, of: number) => void) | undefined;
}

export const OBSERVATIONS_AT_ONCE = 500;
export const MINIMUM_RECOMMENDED = 'Minimum Recommended Products';

/**
 * The products of observations, in the order of these, each file once. Where some requests fail, the
 * products of the others are the result, and it says so.
 *
 * @param obsids product group ids (`obsid`, not `obs_id`).
 * @throws SkybucketError what {@link askMashup} throws, where no request succeeds; `cancelled`.
 */
export async function askProducts(
  tools: MastTools,
  obsids: readonly string[],
  options: ProductOptions = {},
): Promise<MastProducts> {
  const { batch = OBSERVATIONS_AT_ONCE, parallel = 4, onObservations } = options;
  const asked = cleanIds(obsids);
  const { answers, failed, failure } = await askInBatches(
    asked,
    { size: batch, parallel, onDone: onObservations },
    (ids) => allPages(tools, ids, options),
  );
  const good = answers.flat();
  const all = good.flatMap(({ data }) => data.map(productOf));
  const products = uniqueProducts(all);
  return {
    ...{ products, failed, duplicates: all.length - products.length },
    fields: fieldsOf(good),
    partial:
      failure === undefined
        ? lessThanPromised(answers)
        : `The products of ${failed.length} of ${asked.length} observations could not be listed: ${sentence(failure)}`,
  };
}

/** Each batch has as many rows, on all of its pages, as any of them says. */
function lessThanPromised(batches: readonly (readonly MashupAnswer[])[]): string | undefined {
  let [came, promised] = [0, 0];
  for (const pages of batches) {
    const rows = pages.reduce((sum, { data }) => sum + data.length, 0);
    came += rows;
    promised += Math.max(rows, ...pages.map(({ paging }) => paging?.rows || 0));
  }
  return came === promised
    ? undefined
    : `Only ${came} of ${promised} products came: MAST sent no more.`;
}

async function allPages(
  tools: MastTools,
  ids: readonly string[],
  options: MashupOptions,
): Promise<MashupAnswer[]> {
  const answers: MashupAnswer[] = [];
  for (let [page, pages] = [1, 1]; page <= pages; page++) {
    const answer = await askMashup(
      tools,
      {
        ...{ service: 'Mast.Caom.Products', params: { obsid: ids.join(',') } },
        ...{ format: 'json', pagesize: PAGE_SIZE, page },
      },
      options,
    );
    answers.push(answer);
    pages = answer.data.length === 0 ? page : (answer.paging?.pages ?? 1);
  }
  return answers;
}

/** @throws SkybucketError `format` for none, or for the name of an observation in place of its number. */
function cleanIds(obsids: readonly string[]): string[] {
  const ids = obsids.map((id) => id.trim()).filter((id) => id !== '');
  const wrong = ids.find((id) => !/^\d{1,20}$/.test(id));
  if (ids.length === 0 || wrong !== undefined) {
    throw new SkybucketError(
      'format',
      wrong === undefined
        ? 'No observation was given, so there are no products.'
        : `“${wrong.slice(0, 60)}” is no product group id.`,
      { hint: 'Products are listed by obsid, a number, not by obs_id.' },
    );
  }
  return ids;
}

/** The first row of each file stays. */
export function uniqueProducts<T extends { readonly uri: string }>(products: readonly T[]): T[] {
  const seen = new Set<string>();
  return products.filter(({ uri }) => !seen.has(uri) && seen.add(uri));
}

function fieldsOf(answers: readonly MashupAnswer[]): AnswerField[] {
  const fields = new Map<string, AnswerField>();
  for (const field of answers.flatMap((answer) => answer.fields)) {
    if (field.name !== '_selected_' && !fields.has(field.name)) {
      fields.set(field.name, field);
    }
  }
  return [...fields.values()];
}

export function productOf(row: JsonObject): MastProduct {
  const text = (name: string): string => (Object.hasOwn(row, name) ? textOf(row[name]) : '');
  const number = (name: string): number | undefined => {
    const value = Object.hasOwn(row, name) ? row[name] : null;
    const known = typeof value === 'number' || (typeof value === 'string' && value !== '');
    const found = known ? Number(value) : NaN;
    return found >= 0 ? found : undefined;
  };
  return {
    uri: text('dataURI'),
    obsid: text('obsID'),
    id: text('obs_id'),
    collection: text('obs_collection'),
    filename: text('productFilename'),
    size: number('size'),
    type: text('productType'),
    subgroup: text('productSubGroupDescription'),
    description: text('description'),
    recommended: text('productGroupDescription') === MINIMUM_RECOMMENDED,
    calibration: number('calib_level'),
    rights: text('dataRights'),
    row,
  };
}

/** True for a column of numbers, of which filters take ranges. */
export function isNumberField({ type }: AnswerField): boolean {
  const known = typeFor(type);
  return known === 'float' || known === 'integer';
}

export function isScience({ type }: Pick<MastProduct, 'type'>): boolean {
  return type.toUpperCase() === 'SCIENCE';
}

export interface SplitProducts {
  readonly science: readonly MastProduct[];
  /** Previews, logs, calibration files and the like. */
  readonly auxiliary: readonly MastProduct[];
}

/** Science products apart from the rest; of both the recommended ones first, then the highest calibration. */
export function scienceFirst(products: readonly MastProduct[]): SplitProducts {
  const sorted = products
    .map((product, index) => ({ product, index }))
    .sort(
      (a, b) =>
        Number(b.product.recommended) - Number(a.product.recommended) ||
        (b.product.calibration ?? -1) - (a.product.calibration ?? -1) ||
        a.index - b.index,
    )
    .map(({ product }) => product);
  const science = sorted.filter(isScience);
  return { science, auxiliary: sorted.filter((product) => !isScience(product)) };
}
