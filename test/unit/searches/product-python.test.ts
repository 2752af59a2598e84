import { describe, expect, it } from 'vitest';
import { openAsPython } from '../../../src/core/searches/product-python';

const PLACE = { s3: 's3://stpubdata/jwst/a"b.fits', region: 'us-east-1', web: 'https://x.org/a' };

describe('Python that opens a file', () => {
  it('reads FITS from its bucket by ranges, without sign-in', () => {
    expect(openAsPython('a.fits', PLACE)).toBe(
      [
        'from astropy.io import fits',
        '',
        'uri = "s3://stpubdata/jwst/a\\"b.fits"',
        'hdus = fits.open(uri, use_fsspec=True, fsspec_kwargs={"anon": True, "client_kwargs": {"region_name": "us-east-1"}})',
        '',
      ].join('\n'),
    );
  });

  it('opens anything else as a file', () => {
    expect(openAsPython('a.asdf', { ...PLACE, region: undefined })).toContain(
      'fsspec.open(uri, "rb", **{"anon": True}).open()',
    );
  });

  it('takes the archive’s own server where there is no bucket, and says nothing where there is none', () => {
    const web = { s3: undefined, region: undefined, web: 'https://x.org/a' };
    expect(openAsPython('a.fits.gz', web)).toContain('fits.open(url, cache=False)');
    expect(openAsPython('a.jpg', web)).toContain('path = download_file(url)');
    expect(openAsPython('a.jpg', { ...web, web: undefined })).toBe('');
  });
});
