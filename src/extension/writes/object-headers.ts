import type { ObjectFacts, WriteOptions } from '../../core/s3/object-store';

/** What an object says of itself beside its bytes; a write replaces all of it. */
export type ObjectHeaders = Pick<
  WriteOptions,
  'contentType' | 'contentEncoding' | 'cacheControl' | 'metadata'
>;

/** Those of an object, to write it again (or its copy) as it was. */
export function headersOf({
  contentType,
  contentEncoding,
  cacheControl,
  metadata,
}: ObjectFacts): ObjectHeaders {
  return { contentType, contentEncoding, cacheControl, metadata };
}

/** Types that browsers and scripts make something of (IANA media types; FITS is RFC 4047). */
const TYPES: Readonly<Record<string, string>> = {
  ...{
    txt: 'text/plain',
    md: 'text/markdown',
    csv: 'text/csv',
    html: 'text/html',
    xml: 'text/xml',
  },
  ...{ json: 'application/json', yaml: 'application/yaml', yml: 'application/yaml' },
  ...{ py: 'text/x-python', ipynb: 'application/x-ipynb+json', pdf: 'application/pdf' },
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif' },
  ...{ svg: 'image/svg+xml', webp: 'image/webp', fits: 'application/fits' },
  ...{ fit: 'application/fits', gz: 'application/gzip', zip: 'application/zip' },
  ...{ parquet: 'application/vnd.apache.parquet', vot: 'application/x-votable+xml' },
};

/** The type of a new object by its name; undefined where the server is to take what it takes. */
export function typeByName(name: string): string | undefined {
  const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension === undefined || !Object.hasOwn(TYPES, extension) ? undefined : TYPES[extension];
}
