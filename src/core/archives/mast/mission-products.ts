import { SkybucketError, sentence } from '../../errors';
import { isObject, listIn, type JsonObject } from '../json-object';
import { callService, readJson, type ServiceAnswer } from '../service-call';
import { textOf, type AnswerField } from './answer-table';
import { askInBatches } from './batches';
import { TIME_LIMIT_MS } from './mashup';
import { missionCall } from './mission-query';
import {
  uniqueProducts,
  type MastProduct,
  type MastProducts,
  type ProductOptions,
} from './products';
import { MAST, MOST_BYTES, type MastTools } from './tools';

export const DATASETS_AT_ONCE = 1000;

/**
 * The products of data sets of a mission, each file once. Where some requests fail, the products of the
 * others are the result, and it says so.
 *
 * @param datasets what the column in `MISSION_DATASETS` names.
 * @throws SkybucketError what {@link callService} throws, where no request succeeds; `cancelled`; `format`
 *   for no data set.
 */
export async function askMissionProducts(
  tools: MastTools,
  mission: string,
  datasets: readonly string[],
  options: ProductOptions = {},
): Promise<MastProducts> {
  const { batch = DATASETS_AT_ONCE, parallel = 4, signal, onObservations } = options;
  const asked = [...new Set(datasets.map((id) => id.trim()).filter((id) => id !== ''))];
  if (asked.length === 0) {
    throw new SkybucketError('format', 'No data set was given, so there are no products.', {
      hint: 'Choose at least one.',
    });
  }
  const { answers, failed, failure } = await askInBatches(
    asked,
    { size: batch, parallel, onDone: onObservations },
    async (ids) => {
      const call = missionCall(tools, mission, 'post_list_products', { dataset_ids: ids });
      const read = (answer: ServiceAnswer): Promise<unknown> => readJson(answer, MOST_BYTES, MAST);
      const timeoutMs = options.timeoutMs ?? TIME_LIMIT_MS;
      return readMissionProducts(await callService(tools, call, read, { signal, timeoutMs }));
    },
  );
  const rows = answers.flat();
  const all = rows.map(missionProductOf);
  const products = uniqueByName(all);
  return {
    ...{ products, failed, fields: fieldsOf(rows), duplicates: all.length - products.length },
    partial:
      failure &&
      `The products of ${failed.length} of ${asked.length} data sets could not be listed: ${sentence(failure)}`,
  };
}

/** The rows of an answer, which are sometimes in one list more. */
export function readMissionProducts(json: unknown): readonly JsonObject[] {
  const products = isObject(json) ? (listIn(json, 'products') ?? []) : [];
  return products.flat().filter(isObject);
}

function uniqueByName(products: readonly MastProduct[]): MastProduct[] {
  // By the name of the file, as astroquery takes them apart.
  const named = products.map((product) => ({ uri: product.filename, product }));
  return uniqueProducts(named).map(({ product }) => product);
}

function missionProductOf(row: JsonObject): MastProduct {
  const text = (name: string): string => (Object.hasOwn(row, name) ? textOf(row[name]) : '');
  const dataset = text('dataset') || text('fileset');
  const filename = text('filename');
  return {
    uri: text('uri') || filename,
    ...{ obsid: dataset, id: dataset, collection: '', filename },
    size: typeof row['size'] === 'number' && row['size'] >= 0 ? row['size'] : undefined,
    // Logs and the like are called science too.
    type: text('category').toUpperCase() === 'AUX' ? 'AUXILIARY' : text('type').toUpperCase(),
    subgroup: text('file_suffix').replace(/^_/, '').toUpperCase(),
    description: text('category'),
    ...{ recommended: false, calibration: undefined, row },
    rights: text('access').toUpperCase(),
  };
}

/** The answer says nothing of its columns: they are what is in it. */
function fieldsOf(rows: readonly JsonObject[]): AnswerField[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => {
    const values = rows
      .map((row) => row[name])
      .filter((value) => value !== null && value !== undefined);
    const numbers = values.length > 0 && values.every((value) => typeof value === 'number');
    const whole = numbers && values.every((value) => Number.isInteger(value));
    return { name, type: whole ? 'int' : numbers ? 'float' : 'string' };
  });
}
