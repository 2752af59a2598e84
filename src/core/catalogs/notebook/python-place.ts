import { pythonText } from './python-words';

/** Where Python finds a data set. */
export type PythonPlace =
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Without `/` at its ends. */
      readonly key: string;
      /** `https://host:port`; undefined for Amazon's own. */
      readonly endpoint: string | undefined;
      readonly region: string | undefined;
    }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'web'; readonly address: string };

/** Python of the store (`store = …`) and of the path in it, for pyarrow. */
export function arrowStore(place: PythonPlace): { imports: string[]; store: string; path: string } {
  switch (place.kind) {
    case 's3':
      return {
        imports: ['from pyarrow import fs'],
        store: `fs.S3FileSystem(${s3Options(place).join(', ')})`,
        path: pythonText(`${place.bucket}/${place.key}`),
      };
    case 'local':
      return {
        imports: ['from pyarrow import fs'],
        store: 'fs.LocalFileSystem()',
        path: pythonText(place.path),
      };
    case 'web':
      return {
        imports: ['import fsspec', 'from pyarrow import fs'],
        store: 'fs.PyFileSystem(fs.FSSpecHandler(fsspec.filesystem("https")))',
        path: pythonText(place.address),
      };
  }
}

/** Buckets are read without keys, as they are here. */
function s3Options({ bucket, endpoint, region }: Extract<PythonPlace, { kind: 's3' }>): string[] {
  const options = ['anonymous=True'];
  if (endpoint !== undefined) {
    const [scheme = 'https', host = ''] = endpoint.replace(/\/+$/, '').split('://');
    options.push(`endpoint_override=${pythonText(host)}`, `scheme=${pythonText(scheme)}`);
  }
  if (region !== undefined) {
    options.push(`region=${pythonText(region)}`);
  } else if (endpoint === undefined) {
    options.push(`region=fs.resolve_s3_region(${pythonText(bucket)})`);
  }
  return options;
}

/** Python of the path for libraries that read by fsspec, as LSDB and astropy do. */
export function fsspecPath(place: PythonPlace): { imports: string[]; path: string } {
  switch (place.kind) {
    case 's3': {
      const { bucket, key, endpoint } = place;
      const client =
        endpoint === undefined ? '' : `, client_kwargs={"endpoint_url": ${pythonText(endpoint)}}`;
      return {
        imports: ['from upath import UPath'],
        path: `UPath(${pythonText(`s3://${bucket}/${key}`)}, anon=True${client})`,
      };
    }
    case 'local':
      return { imports: [], path: pythonText(place.path) };
    case 'web':
      return {
        imports: ['from upath import UPath'],
        path: `UPath(${pythonText(place.address)})`,
      };
  }
}

/** A folder or file below. */
export function placeBelow(place: PythonPlace, below: string): PythonPlace {
  if (below === '') {
    return place;
  }
  const part = below.replace(/^\/+|\/+$/g, '');
  switch (place.kind) {
    case 's3':
      return { ...place, key: `${place.key}/${part}`.replace(/^\//, '') };
    case 'local':
      return { ...place, path: `${place.path.replace(/\/+$/, '')}/${part}` };
    case 'web':
      return { ...place, address: `${place.address.replace(/\/+$/, '')}/${part}` };
  }
}
