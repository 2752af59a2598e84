import * as vscode from 'vscode';
import { labelOf, parseWebAddress } from '../../core/bytes/web-address';
import type { PythonPlace } from '../../core/catalogs/notebook/python-place';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import type { Host } from '../host';
import { isOurs, readUri } from '../uris';

/**
 * Where Python finds a data set.
 *
 * @throws SkybucketError `unsupported` for a place that only the editor knows
 */
export function pythonPlace(
  host: Pick<Host, 'connection' | 'links' | 'regions'>,
  { uri: text }: DatasetRef,
): PythonPlace {
  const uri = vscode.Uri.parse(text, true);
  if (uri.scheme === 'file') {
    return { kind: 'local', path: uri.fsPath.replace(/(?<=.)[/\\]+$/, '') };
  }
  if (!isOurs(uri)) {
    throw new SkybucketError('unsupported', `Python cannot read ${uri.scheme}: addresses.`, {
      hint: 'Open the catalogue from this computer, S3 or the web.',
    });
  }
  const address = readUri(uri);
  if (address.kind === 'link') {
    // What stands behind the question mark may be secret.
    return { kind: 'web', address: labelOf(parseWebAddress(host.links.url(address.id))) };
  }
  const connection = host.connection(address.connection);
  const known = host.regions.get(connection, address.bucket);
  const { endpoint, region } = connection;
  return {
    kind: 's3',
    bucket: address.bucket,
    key: address.key.replace(/\/+$/, ''),
    endpoint,
    region: region ?? (endpoint === undefined && known !== 'us-east-1' ? known : undefined),
  };
}
