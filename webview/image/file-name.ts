export type FileEnding = 'png' | 'csv' | 'vot' | 'ecsv' | 'fits' | 'parquet';

/**
 * A name for a file of what is in another: of `m101.fits.gz` and `SCI` it is `m101_SCI.png`. Folders,
 * the endings of FITS and Parquet files, and what paths refuse are left out.
 */
export function fileNameOf(title: string, part: string, ending: FileEnding): string {
  const last = title.split(/[/\\]/).at(-1) ?? '';
  const base = last.replace(/\.(gz|fz|bz2|z)$/i, '').replace(/\.(fits?|fts|parquet|parq)$/i, '');
  const plain = [base, part]
    .filter((each) => each !== '')
    .join('_')
    .replace(/[^\p{L}\p{N}._+-]+/gu, '_')
    .replace(/^[._]+/, '');
  return `${plain.slice(0, 200) || 'untitled'}.${ending}`;
}
