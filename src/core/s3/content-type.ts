/** Types that browsers and scripts make something of (IANA media types; FITS is RFC 4047). */
const TYPES: Readonly<Record<string, string>> = {
  ...{ txt: 'text/plain', log: 'text/plain', md: 'text/markdown', csv: 'text/csv' },
  ...{ tsv: 'text/tab-separated-values', html: 'text/html', xml: 'text/xml' },
  ...{ json: 'application/json', yaml: 'application/yaml', yml: 'application/yaml' },
  ...{ py: 'text/x-python', ipynb: 'application/x-ipynb+json', pdf: 'application/pdf' },
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif' },
  ...{ svg: 'image/svg+xml', webp: 'image/webp', tif: 'image/tiff', tiff: 'image/tiff' },
  ...{ fits: 'application/fits', fit: 'application/fits', fts: 'application/fits' },
  ...{ gz: 'application/gzip', zip: 'application/zip', tar: 'application/x-tar' },
  ...{ parquet: 'application/vnd.apache.parquet', vot: 'application/x-votable+xml' },
  ...{ asdf: 'application/octet-stream', h5: 'application/x-hdf5', hdf5: 'application/x-hdf5' },
};

/** The type of a new object by its name; undefined where the server is to take what it takes. */
export function typeByName(name: string): string | undefined {
  const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension === undefined || !Object.hasOwn(TYPES, extension) ? undefined : TYPES[extension];
}
