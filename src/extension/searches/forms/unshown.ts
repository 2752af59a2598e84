import type { SearchRequest } from '../../../core/searches/saved-search';

/** A request with what another one of the same kind asks and no form shows: pages, columns, order. */
export function withUnshown(request: SearchRequest, before: SearchRequest): SearchRequest {
  if (request.service.id !== before.service.id) {
    return request;
  }
  if (request.kind === 'mast' && before.kind === 'mast') {
    return { ...request, criteria: over(request.criteria, before.criteria, ['pageSize']) };
  }
  if (request.kind === 'sia' && before.kind === 'sia') {
    const criteria = over(request.criteria, before.criteria, ['other', 'responseFormat']);
    return { ...request, criteria };
  }
  if (
    request.kind === 'mission' &&
    before.kind === 'mission' &&
    request.criteria.mission === before.criteria.mission
  ) {
    const names = ['limit', 'offset', 'columns', 'sortBy', 'descending'] as const;
    return { ...request, criteria: over(request.criteria, before.criteria, names) };
  }
  return request;
}

/** The criteria with some of another one's, where it has them. */
function over<T extends object>(criteria: T, before: T, names: readonly (keyof T)[]): T {
  const kept = names.filter((name) => before[name] !== undefined);
  return { ...criteria, ...Object.fromEntries(kept.map((name) => [name, before[name]])) };
}
