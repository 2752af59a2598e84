/** A name for the file: that of the table's file and of the table. */
export function exportName(fileName: string, title: string): string {
  const stem = fileName.replace(/\.(gz|bz2|z|fz)$/i, '').replace(/\.(fits?|fts)$/i, '');
  const parts = [stem, title].map((part) => part.replace(/[^\p{L}\p{N}._+-]+/gu, '_'));
  return `${parts.filter((part) => part !== '' && part !== '_').join('_') || 'table'}.csv`;
}
