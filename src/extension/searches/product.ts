import type { ProductFilters } from '../../core/archives/mast/product-filters';

/** Where a file is had from. */
export type ProductPlace =
  /** In a public bucket. `derived`: by a rule of ours that the bucket confirmed, not by the archive's word. */
  | {
      readonly kind: 'cloud';
      readonly bucket: string;
      readonly key: string;
      readonly region: string | undefined;
      readonly derived: boolean;
    }
  /** From the archive's own server, with the reason why not from a bucket: `not in the cloud`, `not public`. */
  | { readonly kind: 'web'; readonly reason: string }
  /** It could not be found out: can be asked for again. */
  | { readonly kind: 'failed'; readonly reason: string; readonly problem: string }
  /** Nowhere, with the reason. */
  | { readonly kind: 'none'; readonly reason: string };

/** A file that belongs to a row of a search. */
export interface SearchProduct {
  /** Tells it from the others of its row. */
  readonly id: string;
  readonly name: string;
  /** Bytes; undefined where the service does not say. */
  readonly size: number | undefined;
  /** `SCIENCE`, `PREVIEW`, …; in the service's words. */
  readonly type: string;
  /** `RATE`, `DRZ`, …; empty where there is none. */
  readonly subgroup: string;
  readonly description: string;
  readonly science: boolean;
  /** True for minimum recommended products. */
  readonly recommended: boolean;
  readonly calibration: number | undefined;
  /** Empty where the service does not say. */
  readonly rights: string;
  /** Undefined while it has not been looked up. */
  readonly place: ProductPlace | undefined;
  /** The archive's own address of it; undefined where there is none that may be followed. */
  readonly web: string | undefined;
  /**
   * True where `web` is no secret, so that a document of it may be opened again after a restart: it was put together
   * here, or stands among the rows that are kept. What a list of links names may be a signed right to read.
   */
  readonly lasting: boolean;
  /** The service's name of it: `mast:JWST/product/…`, else its address. */
  readonly dataUri: string | undefined;
  /** Of which observation it is, as astroquery names folders after it; left out where the archive is another. */
  readonly observation?: { readonly collection: string; readonly id: string } | undefined;
}

/** The files of a row: science products apart from the rest, the recommended ones first. */
export interface RowProducts {
  readonly science: readonly SearchProduct[];
  readonly auxiliary: readonly SearchProduct[];
  /** Why some are missing, one sentence; undefined where none is. */
  readonly partial: string | undefined;
}

export interface ProductOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A row of a search: the id of the search and the position of the row in its table, from 0. */
export interface RowPlace {
  readonly search: string;
  readonly row: number;
}

/** The files that belong to the rows of searches: listed once, looked up in the cloud once, then known. */
export interface Products {
  /**
   * The files of a row. Those that are not looked up yet have no `place`.
   *
   * @throws SkybucketError `unsupported` for rows that have no files; `not-found` where the search or its rows are
   *   gone; what the service says.
   */
  list(row: RowPlace, options?: ProductOptions): Promise<RowProducts>;

  /**
   * The same, with the places of the files named, or of all. A failure of one is in its place.
   *
   * @param ids of products; left out, all of them
   */
  locate(row: RowPlace, ids?: readonly string[], options?: ProductOptions): Promise<RowProducts>;

  /**
   * The file that a row is mostly opened for: the first science product, of those the first in the cloud.
   *
   * @throws SkybucketError `not-found` for a row without files
   */
  main(row: RowPlace, options?: ProductOptions): Promise<SearchProduct>;

  /**
   * Python that brings the products of a row (astroquery), or the row itself (pyvo).
   *
   * @param filters what is left of the products of an observation
   */
  asPython(row: RowPlace, filters?: ProductFilters): Promise<string>;

  /** Forgets what is known of a search, or of all. */
  forget(search?: string): void;
}
