/** Whether two ETags are one; listings of some servers leave out the quotes that belong to them. */
export function sameEtag(a: string | undefined, b: string | undefined): boolean {
  return bare(a) === bare(b);
}

function bare(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1');
}
