import type { CatalogRequest, DatasetRef } from '../../src/protocol/catalog';

/** Which data set, as a text: two are the same where their texts are. */
export function datasetKey({ uri, part }: DatasetRef): string {
  return `${uri}\n${part}`;
}

export function isSameDataset(one: DatasetRef, other: DatasetRef): boolean {
  return one.uri === other.uri && one.part === other.part;
}

/** A request as a text: two ask the same where their texts are, in whichever order their parts came. */
export function requestKey(request: CatalogRequest | undefined): string | undefined {
  return request === undefined ? undefined : JSON.stringify(ordered(request));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered);
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .filter(([, part]) => part !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, part]) => [name, ordered(part)])
    : value;
}
