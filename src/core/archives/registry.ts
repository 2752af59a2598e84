import { SkybucketError } from '../errors';
import type { Archive, Dataset } from './dataset';
import file from './datasets.json';

/** The archives most people come for, in this order; the others follow by name. */
const FIRST = ['MAST', 'IRSA', 'HEASARC', 'LAMBDA'];

let loaded: readonly Dataset[] | undefined;

/** The public datasets we know, in the order of `datasets.json`. */
export function datasets(): readonly Dataset[] {
  loaded ??= readDatasets(file);
  return loaded;
}

/** The same, grouped by archive. */
export function archives(): readonly Archive[] {
  const groups = new Map<string, Dataset[]>();
  for (const dataset of datasets()) {
    groups.set(dataset.archive, [...(groups.get(dataset.archive) ?? []), dataset]);
  }
  const place = (name: string): number =>
    FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length;
  return [...groups]
    .map(([name, members]) => ({ name, datasets: members }))
    .sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1));
}

const TEXTS = 'id title archive bucket region prefix docs description citation'.split(' ');
const FLAGS = ['anonymous', 'requesterPays'];
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  kind: ['mission', 'images', 'catalog'],
  listing: ['allowed', 'expected', 'unverified'],
};

/**
 * Reads a list of datasets as far as the program relies on it; `datasets.schema.json` says all of it.
 *
 * @throws SkybucketError `format` naming the dataset and the field.
 */
export function readDatasets(value: unknown): readonly Dataset[] {
  const list: unknown = isRecord(value) ? value['datasets'] : undefined;
  if (!Array.isArray(list)) {
    throw new SkybucketError('format', 'The list of datasets has no “datasets”.');
  }
  const ids = new Set<unknown>();
  for (const [index, item] of list.entries()) {
    const wrong = isRecord(item) ? wrongField(item, ids) : 'form';
    if (wrong !== undefined) {
      throw new SkybucketError('format', `Dataset ${index + 1} of the list has a wrong ${wrong}.`);
    }
  }
  return list as readonly Dataset[];
}

function wrongField(
  item: Readonly<Record<string, unknown>>,
  ids: Set<unknown>,
): string | undefined {
  const { id, prefix } = item;
  if (ids.has(id)) {
    return 'id';
  }
  ids.add(id);
  if (typeof prefix === 'string' && prefix !== '' && !prefix.endsWith('/')) {
    return 'prefix';
  }
  return (
    TEXTS.find((name) => typeof item[name] !== 'string') ??
    FLAGS.find((name) => typeof item[name] !== 'boolean') ??
    Object.keys(CHOICES).find((name) => CHOICES[name]?.includes(item[name]) !== true)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
