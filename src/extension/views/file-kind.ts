/** What a file is by its name: decides its icon and what opens it. */
export type FileKind =
  | 'fits'
  | 'asdf'
  | 'votable'
  | 'parquet'
  | 'table'
  | 'image'
  | 'json'
  | 'text'
  | 'pdf'
  | 'archive'
  | 'other';

const KINDS: readonly (readonly [FileKind, RegExp])[] = [
  // Compressed as a whole, it is still the viewer that knows what to say of it.
  ['fits', /\.(?:(?:fits?|fts)(?:\.(?:gz|bz2|z))?|fz)$/i],
  ['asdf', /\.asdf(?:\.(?:gz|bz2|z))?$/i],
  ['votable', /\.(?:vot|votable)(?:\.gz)?$/i],
  ['parquet', /\.parquet$/i],
  ['table', /\.(?:parq|csv|tsv|ecsv|feather|arrow|tbl|hdf5?|h5)$/i],
  ['image', /\.(?:png|jpe?g|gif|webp|svg|tiff?|bmp)$/i],
  ['json', /\.(?:json|geojson|yaml|yml|xml)$/i],
  ['pdf', /\.(?:pdf|ps|eps)$/i],
  ['archive', /\.(?:gz|tgz|bz2|xz|zip|tar|z|zst|7z)$/i],
  ['text', /\.(?:txt|md|rst|log|dat|cat|html?|py|ipynb|sh|cfg|ini|readme)$|^readme/i],
];

/** Each kind's icon of VS Code's own set. */
export const KIND_ICONS: Readonly<Record<FileKind, string>> = {
  fits: 'file-media',
  asdf: 'file-media',
  votable: 'table',
  parquet: 'table',
  table: 'table',
  image: 'device-camera',
  json: 'json',
  text: 'file-text',
  pdf: 'file-pdf',
  archive: 'file-zip',
  other: 'file',
};

/** Kinds that the viewer opens by itself. */
const VIEWED: readonly FileKind[] = ['fits', 'asdf', 'votable', 'parquet'];

/** Whether it can be opened as a catalogue, beside what the viewer opens. */
export function isTable(name: string): boolean {
  return /\.(?:csv|ecsv|parq)$/i.test(name);
}

export function isViewed(name: string): boolean {
  return VIEWED.includes(fileKind(name));
}

export function fileKind(name: string): FileKind {
  return KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
}
