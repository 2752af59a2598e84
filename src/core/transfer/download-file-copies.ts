import type { Identity } from '../bytes/source';
import type { LocalCopies } from './local-copies';
import type { LocalTarget } from './local-disk';

/** Whether two reads are of the same bytes; what tells nothing is never the same. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  if (a.kind === 'etag' && b.kind === 'etag') {
    return a.etag === b.etag;
  }
  if (a.kind === 'modified' && b.kind === 'modified') {
    return a.size === b.size && a.modified === b.modified;
  }
  return false;
}

/**
 * Where this very version was downloaded to already: the name it is to have now, or one of the numbered ones beside
 * it. So nothing is downloaded twice, nor once more after a crash at the very end.
 */
export async function copyInPlace(
  copies: LocalCopies,
  address: string,
  identity: Identity,
  { folder, path }: LocalTarget,
): Promise<string | undefined> {
  const [, stem = '', extension = ''] =
    /^(.+?)((?:\.[^./\s]{1,12})?\.[^./\s]{1,12})?$/su.exec(path) ?? [];
  const start = plain(`${folder}/${stem}`);
  const found = (await copies.find(address)).find((copy) => {
    const at = plain(copy.path);
    const numbered = at.startsWith(start) ? at.slice(start.length) : undefined;
    return (
      sameIdentity(copy.identity, identity) &&
      numbered !== undefined &&
      numbered.endsWith(extension) &&
      /^(?: \(\d{1,6}\))?$/.test(numbered.slice(0, numbered.length - extension.length))
    );
  });
  return found?.path;
}

function plain(path: string): string {
  return path.replaceAll('\\', '/');
}
