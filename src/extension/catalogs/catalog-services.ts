import type { KnownCatalogs } from './known-catalogs';
import type { OpenCatalogPanels } from './open-catalog-panels';
import type { ResultStore } from './result-store';

/** What working with catalogues takes. */
export interface CatalogServices {
  readonly results: ResultStore;
  readonly known: KnownCatalogs;
  readonly panels: OpenCatalogPanels;
  /** Ends what runs, and writes what is to be kept. */
  close(): Promise<void>;
}
