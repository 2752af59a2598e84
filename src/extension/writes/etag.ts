/** Whether two ETags are one; listings of some servers leave out the quotes that belong to them. */
export function sameEtag(a: string | undefined, b: string | undefined): boolean {
  return bare(a) === bare(b);
}

/** As `If-Match` wants it. */
export function quotedEtag(etag: string): string {
  return `"${bare(etag) ?? ''}"`;
}

function bare(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1');
}
