import type { CatalogMatchMethods, CatalogMatchPlan } from '../../protocol/catalog-match';
import type { RunEnd } from './methods';

/** host → worker: cross-match. The limit is the host's, which asks `planMatch` first. */
export interface MatchQuestions {
  lookAtOther: CatalogMatchMethods['lookAtOther'];
  planMatch: [
    params: CatalogMatchMethods['planMatch'][0],
    result: Omit<CatalogMatchPlan, 'asks'>,
    progress: CatalogMatchMethods['planMatch'][2],
  ];
  matchCatalog: [
    params: CatalogMatchMethods['matchCatalog'][0],
    result: CatalogMatchMethods['matchCatalog'][1] & RunEnd,
    progress: CatalogMatchMethods['matchCatalog'][2],
  ];
}
