/** A length in bytes as headers write it (RFC 9110 section 8.6), undefined where it is missing or makes no sense. */
export function parseLength(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
