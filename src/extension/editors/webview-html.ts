/** What the page of a viewer is made of. */
export interface Page {
  /** BCP 47 tag of the user's language. */
  readonly language: string;
  readonly title: string;
  /** `webview.cspSource`: where the files of the extension come from. */
  readonly cspSource: string;
  /** Unguessable, new for every page. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
}

/**
 * The page of a viewer. Its policy allows our script and our style sheet and nothing else: no inline
 * code, no image, no font and no network, whatever a file manages to get into the page.
 */
export function buildHtml({ language, title, cspSource, nonce, script, style }: Page): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="${escaped(style)}" nonce="${escaped(nonce)}" />
  </head>
  <body>
    <script src="${escaped(script)}" nonce="${escaped(nonce)}"></script>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
