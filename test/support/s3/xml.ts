/** The XML of S3's answers, written by hand: it is small and must have S3's own escapes. */

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Escapes text as S3 does. Control characters become `&#x1;` and the like, which XML 1.0 forbids and
 * strict parsers refuse: the reason `encoding-type=url` exists.
 */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\u0000-\u001f\ufffe\uffff]/g, (sign) => {
    return named[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`;
  });
}

/** An element with text in it. */
export function text(name: string, value: string | number | boolean): string {
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** An element around markup that is already written. */
export function element(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

export function xmlDocument(root: string, children: readonly string[], namespace = true): string {
  const attribute = namespace ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${children.join('')}</${root}>`;
}
