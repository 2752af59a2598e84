import { datasetLabel } from '../../worker/catalog/dataset-label';

interface Titled {
  readonly title: string;
  readonly uri: string;
}

/**
 * What tells each of some catalogues from the others of its title: the nearest folder above them that differs, or
 * the bucket; all of their folders where no single one does. Empty for a title that nothing else has.
 */
export function tellApart(all: readonly Titled[]): readonly string[] {
  const groups = new Map<string, Set<string>>();
  all.forEach(({ title, uri }) => groups.set(title, (groups.get(title) ?? new Set()).add(uri)));
  return all.map(({ title, uri }) => {
    const uris = [...(groups.get(title) ?? [])];
    return uris.length < 2 ? '' : difference(uri, uris);
  });
}

function difference(uri: string, uris: readonly string[]): string {
  const all = uris.map(foldersAbove);
  const own = foldersAbove(uri);
  for (let up = 1; up <= own.length; up++) {
    const level = all.map((folders) => folders.at(-up));
    if (new Set(level).size === level.length) {
      return own.at(-up) ?? '';
    }
  }
  const whole = own.join('/');
  const alike = all.filter((folders) => folders.join('/') === whole);
  // The same names at another connection, or at another scheme.
  return alike.length > 1 ? uri : whole;
}

/** From the bucket, or the root, to the one that it lies in. */
function foldersAbove(uri: string): readonly string[] {
  const path = datasetLabel(uri).replace(/^[a-z0-9+.-]+:\/\//i, '');
  return path
    .split(/[/\\]/)
    .filter((part) => part !== '')
    .slice(0, -1);
}
