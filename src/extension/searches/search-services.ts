import type { ServiceTools } from '../../core/archives/service-call';
import type { ArchiveServices } from './archive-services';
import type { MastAccess } from './mast-access';
import type { MastToken } from './mast-token';
import type { ProductStore } from './product-store';
import type { SiaEndpoints } from './search-runner-sia';
import type { SearchStore } from './search-store';

/** What searching archives takes; made at first use. */
export interface SearchServices {
  readonly searches: SearchStore;
  readonly products: ProductStore;
  readonly mast: MastAccess;
  readonly token: MastToken;
  readonly endpoints: SiaEndpoints;
  /** For calls to any service. */
  readonly tools: ServiceTools;
  /** Who can be asked, as the settings say now. */
  archives(): ArchiveServices;
}
