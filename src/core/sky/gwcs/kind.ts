import type { AsdfNode } from '../../asdf/node';

/** Who defines a tag: `asdf` its standard, `gwcs` the library, `jwst` the pipeline of JWST. */
export type Origin = 'asdf' | 'gwcs' | 'jwst' | 'astropy' | 'other';

/** What a tag says: `tag:stsci.edu:asdf/transform/shift-1.2.0` is `shift` of `asdf`, version 1.2.0. */
export interface Kind {
  readonly origin: Origin;
  readonly name: string;
  readonly version: readonly number[];
}

const ORIGINS: readonly (readonly [part: RegExp, origin: Origin])[] = [
  [/(^|[:/.])jwst_pipeline\//u, 'jwst'],
  [/(^|[:/.])(gwcs)\//u, 'gwcs'],
  [/(^|[:/.])(asdf\/transform|transform\/tags|asdf-format\.org\/transform|transform)\//u, 'asdf'],
  [/astropy/u, 'astropy'],
];

/** Of tags of both forms, `tag:stsci.edu:…` and `asdf://…`; undefined where a node has none. */
export function kindOf(node: AsdfNode | undefined): Kind | undefined {
  const tag = node?.tag;
  if (tag === undefined) {
    return undefined;
  }
  const [, name = '', version = ''] = /([^/:]+?)(?:-(\d+(?:\.\d+)*))?$/u.exec(tag) ?? [];
  const origin = tag.includes('astropy.org:astropy/')
    ? 'astropy'
    : (ORIGINS.find(([part]) => part.test(tag))?.[1] ?? 'other');
  return { origin, name, version: version.split('.').map(Number) };
}

/** Whether a node is the coordinate system of gwcs, of whatever version. */
export function isGwcs(node: AsdfNode | undefined): boolean {
  const kind = kindOf(node);
  return kind?.origin === 'gwcs' && kind.name === 'wcs';
}
