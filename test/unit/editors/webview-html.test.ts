import { describe, expect, it } from 'vitest';
import { buildHtml } from '../../../src/extension/editors/webview-html';

const PAGE = {
  language: 'en',
  title: 'm101.fits',
  cspSource: 'https://*.vscode-cdn.example',
  nonce: 'n0nce',
  script: 'https://host.example/dist/webview/image.js',
  style: 'https://host.example/dist/webview/image.css',
};

function policyOf(html: string): Map<string, string[]> {
  const content = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  return new Map(
    content.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe('buildHtml', () => {
  const html = buildHtml(PAGE);

  it('allows our script and style and nothing else', () => {
    const policy = policyOf(html);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'nonce-n0nce'"]);
    expect(policy.get('style-src')).toEqual([PAGE.cspSource, "'nonce-n0nce'"]);
    expect([...policy.keys()].filter((name) => name.endsWith('-src'))).toEqual([
      'default-src',
      'script-src',
      'style-src',
    ]);
    expect(html).not.toMatch(/unsafe-|wasm|\*;/);
  });

  it('loads one script and one style sheet, both with the nonce, and has no inline code', () => {
    expect(html.match(/<script[^>]*>/g)).toEqual([`<script src="${PAGE.script}" nonce="n0nce">`]);
    expect(html).toContain(`<link rel="stylesheet" href="${PAGE.style}" nonce="n0nce" />`);
    expect(html).toContain('></script>');
    expect(html).not.toMatch(/<style| style=| on\w+=/);
  });

  it('escapes what comes from a file name', () => {
    const nasty = buildHtml({ ...PAGE, title: `</title><script>alert("1")</script>&amp;` });
    expect(nasty).toContain(
      '<title>&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;</title>',
    );
    expect(nasty.match(/<script/g)).toHaveLength(1);
  });
});
