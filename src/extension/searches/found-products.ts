import type { ProductPlace, SearchProduct } from './product';

/** The files of a row before it is known where they are, and how to find that out. */
export interface FoundProducts {
  /** Science products first. */
  readonly products: readonly SearchProduct[];
  readonly partial: string | undefined;
  /**
   * Where some of them are, by id.
   *
   * @throws SkybucketError `cancelled`; every other failure is in a place
   */
  locate(
    ids: ReadonlySet<string>,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, ProductPlace>>;
}
