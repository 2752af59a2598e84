/**
 * How a worker asks for a file that is open in another viewer, and for what that file refers to. The ids are
 * random: no file can name one.
 */
const PREFIX = 'skybucket-open:';

/** @param reference what the file refers to, as it stands there; left out: the file itself. */
export function openFileUri(id: string, reference?: string): string {
  return PREFIX + id + (reference === undefined ? '' : `/${reference}`);
}

/** Undefined for any other URI. */
export function readOpenFileUri(
  uri: string,
): { readonly id: string; readonly reference: string | undefined } | undefined {
  if (!uri.startsWith(PREFIX)) {
    return undefined;
  }
  const rest = uri.slice(PREFIX.length);
  const slash = rest.indexOf('/');
  return slash < 0
    ? { id: rest, reference: undefined }
    : { id: rest.slice(0, slash), reference: rest.slice(slash + 1) };
}
