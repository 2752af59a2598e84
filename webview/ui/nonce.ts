/**
 * Must be imported before the toolkit. As it loads, FAST tries out `:focus-visible` with a style
 * element of its own, which a strict policy refuses unless it carries the page's nonce; FAST looks
 * for the nonce in this `meta` element. Refused, it would draw focus rings at every click.
 */
const nonce = document.currentScript?.nonce ?? '';
if (nonce !== '' && document.querySelector('meta[property="csp-nonce"]') === null) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.setAttribute('content', nonce);
  document.head.append(meta);
}
export {};
