import type { Usage } from './usage';
import type { FolderUsage } from './usage-folders';
import { formatS3Uri } from './uri';

/**
 * A usage as CSV (RFC 4180): `kind,name,objects,bytes`, the folders with their addresses, from the place down, then
 * endings and storage classes. Folders count what is below them, so their rows do not add up.
 */
export function usageCsv(bucket: string, { root, endings, classes }: Usage): string {
  const rows: (string | number)[][] = [['kind', 'name', 'objects', 'bytes']];
  const addFolder = ({ prefix, objects, bytes, folders }: FolderUsage): void => {
    rows.push(['folder', formatS3Uri(bucket, prefix), objects, bytes]);
    folders.forEach(addFolder);
  };
  addFolder(root);
  for (const { name, objects, bytes } of endings) {
    rows.push(['ending', name, objects, bytes]);
  }
  for (const { name, objects, bytes } of classes) {
    rows.push(['storage class', name, objects, bytes]);
  }
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
