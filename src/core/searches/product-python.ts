import { pythonText } from '../archives/mast/as-python';

/** Where a file is had from, for a script. */
export interface PythonPlace {
  /** `s3://bucket/key`, for all without sign-in. */
  readonly s3: string | undefined;
  readonly region: string | undefined;
  readonly web: string | undefined;
}

/** Python that opens a file where it is: FITS with astropy, by ranges; anything else as a file. */
export function openAsPython(name: string, { s3, region, web }: PythonPlace): string {
  const fits = /\.(?:fits?|fts)(?:\.gz)?$|\.fz$/i.test(name);
  if (s3 !== undefined) {
    const client =
      region === undefined ? '' : `, "client_kwargs": {"region_name": ${pythonText(region)}}`;
    return fits
      ? [
          'from astropy.io import fits',
          '',
          `uri = ${pythonText(s3)}`,
          `hdus = fits.open(uri, use_fsspec=True, fsspec_kwargs={"anon": True${client}})`,
          '',
        ].join('\n')
      : [
          'import fsspec',
          '',
          `uri = ${pythonText(s3)}`,
          `file = fsspec.open(uri, "rb", **{"anon": True${client}}).open()`,
          '',
        ].join('\n');
  }
  if (web === undefined) {
    return '';
  }
  return [
    ...(fits ? ['from astropy.io import fits'] : ['from astropy.utils.data import download_file']),
    '',
    `url = ${pythonText(web)}`,
    fits ? 'hdus = fits.open(url, cache=False)' : 'path = download_file(url)',
    '',
  ].join('\n');
}
