import * as vscode from 'vscode';
import { formatAddress } from '../../core/s3/address';
import { formatS3Uri } from '../../core/s3/uri';
import { usageCsv } from '../../core/s3/usage-csv';
import { pathOf } from '../../core/s3/walk';
import { formatCount } from '../../protocol/figures';
import { openUri } from '../commands/open';
import type { Host } from '../host';
import { folderLabel, wantedObject } from '../transfers/wanted-below';
import { addressUri, documentName } from '../uris';
import type { FoundNode, FoundObjectNode, UsageNode } from '../views/found-nodes';
import type { RunPlace } from './run';
import { entriesOf, folderOfFound, isFound, objectsOf } from './targets';

const { l10n } = vscode;
const STATUS_MS = 3000;

/** What can be done with what was found. */

export async function openFound(host: Host, { object, run }: FoundObjectNode): Promise<void> {
  const uri = uriOf(run.place, object.key);
  host.known.set(documentName(uri), {
    size: object.size,
    etag: object.etag,
    modified: object.modified?.toUTCString(),
  });
  await openUri(uri, object.key, { preview: true });
}

/** Downloads the files among some nodes and below them; of several, asks how they are to lie. */
export async function downloadFound(host: Host, nodes: readonly FoundNode[]): Promise<void> {
  const objects = objectsOf(nodes.filter(isFound));
  const [first] = objects;
  if (first === undefined) {
    return;
  }
  if (objects.length === 1) {
    await host.download(uriOf(first.place, first.object.key));
    return;
  }
  const transfers = await host.transfers();
  await transfers.download({
    label: folderLabel(first.place),
    files: objects.map(({ place, object }) => wantedObject(place, object, object.name)),
    layouts: ['tree', 'flat'],
  });
}

/** Copies the `s3://` addresses of all that some nodes stand for, one a line. */
export async function copyUris(nodes: readonly FoundNode[]): Promise<void> {
  const uris = [...new Set(nodes.flatMap(urisOf))];
  if (uris.length > 0) {
    await vscode.env.clipboard.writeText(uris.join('\n'));
    const text =
      uris.length === 1
        ? l10n.t('Copied 1 address')
        : l10n.t('Copied {0} addresses', formatCount(uris.length));
    vscode.window.setStatusBarMessage(text, STATUS_MS);
  }
}

function urisOf(node: FoundNode): readonly string[] {
  if (isFound(node)) {
    const { bucket } = node.run.place;
    return entriesOf([node]).map((entry) => formatS3Uri(bucket, pathOf(entry)));
  }
  const place = folderOfFound(node);
  return place === undefined ? [] : [formatS3Uri(place.bucket, place.prefix)];
}

export async function copyCsv({ run }: UsageNode): Promise<void> {
  await vscode.env.clipboard.writeText(usageCsv(run.place.bucket, run.usage));
  const text =
    run.state === 'done'
      ? l10n.t('Copied as CSV')
      : l10n.t('Copied as CSV, as far as it is counted');
  vscode.window.setStatusBarMessage(text, STATUS_MS);
}

function uriOf({ connection, bucket }: RunPlace, key: string): vscode.Uri {
  return addressUri(formatAddress({ connection, bucket, key }));
}
