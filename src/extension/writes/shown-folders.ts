import type { FolderNode, Node } from '../views/nodes';
import type { ObjectChange } from './changes';
import { isInside, parentOf, type Place, samePlace } from './place';

/**
 * The folders of the tree that show something else after these changes, so that they are listed again. Of folders
 * within each other only the outermost, since that takes the others along.
 */
export function foldersToRefresh(
  folders: Iterable<FolderNode>,
  changes: readonly ObjectChange[],
): FolderNode[] {
  const listed = [...folders].filter(
    ({ listing }) => listing.started || listing.failure !== undefined,
  );
  const all = [...changes, ...emptied(listed, changes)];
  const found = new Set(listed.filter((folder) => all.some((change) => shows(folder, change))));
  return [...found].filter((folder) => !ancestors(folder).some((other) => found.has(other)));
}

/** Folders of which everything was deleted: they are gone themselves, and so may be those above them. */
function emptied(listed: readonly FolderNode[], changes: readonly ObjectChange[]): ObjectChange[] {
  const gone: Place[] = changes.flatMap(({ kind, place }) => (kind === 'deleted' ? [place] : []));
  const made: ObjectChange[] = [];
  // The deepest first, so that one that is emptied by this is seen.
  const deepest = [...listed].sort((a, b) => b.place.prefix.length - a.place.prefix.length);
  for (const folder of deepest) {
    const { entries, more } = folder.listing;
    const { connection, bucket } = folder.place;
    const isGone = (key: string): boolean =>
      gone.some((place) => covers(place, { connection, bucket, key }));
    const all = entries.every((entry) =>
      isGone(entry.kind === 'folder' ? entry.prefix : entry.key),
    );
    if (all && !more && entries.length > 0) {
      const place = placeOfFolder(folder);
      gone.push(place);
      made.push({ kind: 'deleted', place });
    }
  }
  return made;
}

function shows(folder: FolderNode, { kind, place }: ObjectChange): boolean {
  const own = placeOfFolder(folder);
  if (covers(place, own)) {
    return true;
  }
  if (!isInside(place, own)) {
    return false;
  }
  const withinName = own.key !== '' && !own.key.endsWith('/');
  if (samePlace(parentOf(place), own) || withinName) {
    return true;
  }
  // Deeper down: seen here where it makes a folder that was not there.
  const end = place.key.indexOf('/', own.key.length);
  const child = place.key.slice(0, end + 1);
  return (
    kind === 'created' &&
    !folder.listing.entries.some((entry) => entry.kind === 'folder' && entry.prefix === child)
  );
}

/** Whether a change of `place` is one of all that is at `other`. */
function covers(place: Place, other: Place): boolean {
  return samePlace(place, other) || (place.key.endsWith('/') && isInside(other, place));
}

function placeOfFolder({ place: { connection, bucket, prefix } }: FolderNode): Place {
  return { connection, bucket, key: prefix };
}

function ancestors(node: FolderNode): FolderNode[] {
  const found: FolderNode[] = [];
  for (let at: Node = node.parent; at.kind === 'folder'; at = at.parent) {
    found.push(at);
  }
  return found;
}
