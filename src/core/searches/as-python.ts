import type { MastColumn } from '../archives/mast/columns';
import { asPython as mastAsPython, missionAsPython } from '../archives/mast/as-python';
import { siaAsPython } from '../archives/sia/python';
import { asPython as tapAsPython } from '../archives/tap/as-python';
import type { SearchRequest } from './saved-search';

/**
 * Python that asks the same: with astroquery of MAST, with pyvo of any other.
 *
 * @param columns those of MAST, which tell ranges from values; only of searches of all its missions
 * @throws SkybucketError `not-found` for a column that MAST does not have.
 */
export function asPython(request: SearchRequest, columns: readonly MastColumn[] = []): string {
  switch (request.kind) {
    case 'mast':
      return mastAsPython(request.criteria, columns);
    case 'mission':
      return missionAsPython(request.criteria);
    case 'sia':
      return siaAsPython(request.service, request.criteria);
    case 'tap': {
      const { query, mostRows, asJob = false } = request.criteria;
      return tapAsPython(request.service.address, { query, mostRows }, { asJob });
    }
  }
}
