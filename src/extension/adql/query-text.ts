/** A document that asks a service, as {@link serviceOf} and {@link rowLimitOf} read it. */
export function queryText(service: string, query: string, mostRows?: number | undefined): string {
  const limit = mostRows === undefined ? '' : `-- maxrec: ${mostRows}\n`;
  return `-- service: ${service}\n${limit}${query}`;
}
