import type { Dataset } from '../../core/archives/dataset';
import { archives } from '../../core/archives/registry';
import { readDatasetRef } from '../../core/catalogs/request/read-request';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import { type AddressComponents, formatAddress } from '../../core/s3/address';
import { PUBLIC_CONNECTION } from '../../core/s3/connection';
import type { RegionMemory } from '../../core/s3/regions';
import { datasetLabel } from '../../worker/catalog/dataset-label';
import type { Memory } from '../links';

/** A catalogue that the sidebar lists. */
export interface KnownCatalog {
  readonly title: string;
  readonly dataset: DatasetRef;
  /** What the list of archives says of it; undefined for one that the user added. */
  readonly entry: Dataset | undefined;
}

/** A catalogue of the user, as it is kept. */
export interface AddedCatalog {
  readonly title: string;
  readonly uri: string;
}

export interface ArchiveCatalogs {
  readonly name: string;
  readonly catalogs: readonly KnownCatalog[];
}

const KEY = 'skybucket.catalogs';
const MOST_ADDED = 1000;
const LONGEST_TITLE = 200;

/** The catalogues of the public archives, and those that the user added. */
export class KnownCatalogs {
  private readonly listeners = new Set<() => void>();
  private registry: readonly ArchiveCatalogs[] | undefined;

  constructor(
    private readonly memento: Memory,
    private readonly regions: Pick<RegionMemory, 'expect'>,
    private readonly uriOf: (address: AddressComponents) => string,
  ) {}

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Those of the public archives. */
  archives(): readonly ArchiveCatalogs[] {
    return (this.registry ??= archives().flatMap(({ name, datasets }) => {
      const catalogs = datasets.flatMap((entry) => {
        const dataset = this.registryDataset(entry);
        return dataset === undefined ? [] : [{ title: entry.title, dataset, entry }];
      });
      return catalogs.length === 0 ? [] : [{ name, catalogs }];
    }));
  }

  /** Those of the user, in the order they were added in. */
  added(): readonly KnownCatalog[] {
    const value = this.memento.get<unknown>(KEY);
    const all = Array.isArray(value) ? (value as unknown[]) : [];
    return all.slice(0, MOST_ADDED).flatMap((item) => {
      const { title, uri } = (item ?? {}) as Readonly<Record<string, unknown>>;
      if (typeof title !== 'string' || typeof uri !== 'string') {
        return [];
      }
      try {
        return [{ title, dataset: readDatasetRef({ uri, part: '' }), entry: undefined }];
      } catch {
        // Written by hand, or by another version.
        return [];
      }
    });
  }

  all(): readonly KnownCatalog[] {
    return [...this.archives().flatMap(({ catalogs }) => catalogs), ...this.added()];
  }

  /** The catalogue at an address, whichever part of it is asked for. */
  find({ uri }: Pick<DatasetRef, 'uri'>): KnownCatalog | undefined {
    return this.all().find(({ dataset }) => dataset.uri === uri);
  }

  /** @throws SkybucketError `too-large` for a list that is full */
  async add({ title, uri }: AddedCatalog): Promise<void> {
    if (this.find({ uri }) === undefined) {
      if (this.written().length >= MOST_ADDED) {
        throw new SkybucketError('too-large', `${MOST_ADDED} catalogues are in the list already.`, {
          hint: 'Remove one that is not needed any more.',
        });
      }
      const short = Array.from(title).slice(0, LONGEST_TITLE).join('');
      await this.write([...this.written(), { title: short, uri }]);
    }
  }

  async remove(uri: string): Promise<void> {
    await this.write(this.written().filter((one) => one.uri !== uri));
  }

  /** What people call a data set: its title where it is known, else the last part of its address. */
  nameOf({ uri, part }: DatasetRef): string {
    const title = this.find({ uri })?.title ?? shortName(datasetLabel(uri));
    const own = part.replace(/\/$/, '');
    return own === '' ? title : `${title} · ${own}`;
  }

  /** What the first request for a data set is to know of its bucket. */
  expect({ uri }: DatasetRef): void {
    const entry = this.find({ uri })?.entry;
    if (entry !== undefined) {
      this.regions.expect(PUBLIC_CONNECTION.id, entry.bucket, entry.region);
    }
  }

  /** Where the tables of a data set of the archives are; undefined for one that has none. */
  private registryDataset({ kind, bucket, prefix, parquet }: Dataset): DatasetRef | undefined {
    if (kind !== 'catalog' || parquet === undefined) {
      return undefined;
    }
    const key = parquet.format === 'hive-healpix' ? `${prefix}${parquet.name}/` : prefix;
    const address = formatAddress({ connection: PUBLIC_CONNECTION.id, bucket, key });
    return { uri: this.uriOf(address), part: '' };
  }

  private written(): AddedCatalog[] {
    return this.added().map(({ title, dataset }) => ({ title, uri: dataset.uri }));
  }

  private async write(all: readonly AddedCatalog[]): Promise<void> {
    await this.memento.update(KEY, all);
    this.listeners.forEach((listener) => listener());
  }
}

function shortName(label: string): string {
  const parts = label.replace(/[/\\]+$/, '').split(/[/\\]/);
  return parts.at(-1) || label;
}
