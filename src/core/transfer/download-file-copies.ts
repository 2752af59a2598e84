import type { Identity } from '../bytes/source';
import { sameIdentity } from '../bytes/version';
import type { LocalCopies } from './local-copies';
import type { LocalTarget } from './local-disk';

const NUMBER = /^(?: \(\d{1,6}\))?$/;

/**
 * Where this very version was downloaded to already, so that nothing is downloaded twice, nor once more after a crash at
 * the very end.
 *
 * @param numbered true where a numbered name beside the one that is asked for counts, as it does where both are kept;
 *   what is to be overwritten is not there because a copy of it is beside it
 */
export async function copyInPlace(
  copies: LocalCopies,
  address: string,
  identity: Identity,
  { folder, path }: LocalTarget,
  numbered: boolean,
): Promise<string | undefined> {
  const [, stem = '', extension = ''] =
    /^(.+?)((?:\.[^./\s]{1,12})?\.[^./\s]{1,12})?$/su.exec(path) ?? [];
  const start = plain(`${folder}/${stem}`);
  const found = (await copies.find(address)).find((copy) => {
    const at = plain(copy.path);
    const rest = at.startsWith(start) ? at.slice(start.length) : undefined;
    return (
      sameIdentity(copy.identity, identity) &&
      rest !== undefined &&
      rest.endsWith(extension) &&
      (numbered ? NUMBER : /^$/).test(rest.slice(0, rest.length - extension.length))
    );
  });
  return found?.path;
}

function plain(path: string): string {
  return path.replaceAll('\\', '/');
}
