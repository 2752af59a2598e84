import * as vscode from 'vscode';
import { formatAddress } from '../../core/s3/address';
import { type ObjectUri, parseTyped, type TypedUri } from '../../core/s3/uri';
import { sentence } from '../../core/errors';
import { bucketOf } from '../bucket-settings';
import { IMAGE_EDITOR, IMAGE_EDITOR_OPTION } from '../ids';
import { statObject } from '../object-stat';
import { addressUri, documentName, linkUri } from '../uris';
import { isViewed } from '../views/file-kind';
import { addressOf, type Node, type ObjectNode } from '../views/nodes';
import { addToSidebar, pickConnection } from './buckets';
import type { CommandContext } from './context';
import { revealPrefix } from './tree';

/** Commands that open a file. */

/** Opens an object of the tree: FITS in the viewer, anything else in VS Code's own editor for it. */
export async function openNode({ host }: CommandContext, node: Node): Promise<void> {
  if (node.kind === 'object') {
    const uri = objectUri(node);
    remember(host, uri, node);
    await openUri(uri, node.object.name, { preview: true });
  }
}

/** Opens what the command was given, or the active editor, in the viewer. */
export async function openInViewer(
  { host }: CommandContext,
  target: Node | vscode.Uri | undefined,
): Promise<void> {
  const uri = targetUri(target) ?? activeUri();
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no file to open.'));
    return;
  }
  if (isNode(target) && target.kind === 'object') {
    remember(host, uri, target);
  }
  await vscode.commands.executeCommand('vscode.openWith', uri, viewerFor(uri.path));
}

/** “Open S3 URI…”: opens a file, or shows a folder in the sidebar. */
export async function openTyped(context: CommandContext, given?: string): Promise<void> {
  const { l10n } = vscode;
  const text =
    given ??
    (await vscode.window.showInputBox({
      title: l10n.t('Open S3 URI'),
      prompt: l10n.t(
        's3://bucket/path or an https:// address. A path that ends with / is a folder.',
      ),
      placeHolder: 's3://stpubdata/jwst/public/',
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? undefined : problemOf(value)),
    }));
  if (text === undefined || text.trim() === '') {
    return;
  }
  const typed = parseTyped(text);
  if (typed.kind === 'link') {
    const link = context.host.links.add(typed.url);
    await openUri(linkUri(link), link.name, { preview: false });
    return;
  }
  if (typed.kind === 'prefix') {
    await showFolder(context, typed);
    return;
  }
  const uri = await typedObjectUri(context, typed);
  if (uri === undefined) {
    return;
  }
  // Asked here, so that people read our sentence where there is nothing to open.
  if ((await statObject(context.host, uri)) === 'folder') {
    await showFolder(context, typed);
  } else {
    await openUri(uri, typed.key, { preview: false });
  }
}

/** The URI of an object that was typed; undefined where the user does not say which connection it is on. */
export async function typedObjectUri(
  context: CommandContext,
  typed: ObjectUri,
): Promise<vscode.Uri | undefined> {
  const connection = await connectionFor(context, typed.bucket, typed.key);
  if (connection === undefined) {
    return undefined;
  }
  if (typed.region !== undefined) {
    context.host.regions.expect(connection, typed.bucket, typed.region);
  }
  const { bucket, key, versionId } = typed;
  const version = versionId === undefined ? {} : { versionId };
  return addressUri(formatAddress({ connection, bucket, key, ...version }));
}

async function showFolder(context: CommandContext, typed: TypedUri): Promise<void> {
  const place = bucketOf(typed);
  const root = context.tree.rootOf(place);
  if (root !== undefined) {
    await revealPrefix(context, root, place.prefix);
    return;
  }
  const connection = await pickConnection();
  if (connection === undefined) {
    return;
  }
  await addToSidebar(context, { ...place, connection });
}

/** The connection under which the sidebar knows the bucket; else the user says where there is a choice. */
async function connectionFor(
  { tree }: CommandContext,
  bucket: string,
  prefix: string,
): Promise<string | undefined> {
  const root = tree.rootOf({ bucket, prefix });
  return root?.place.connection ?? (await pickConnection());
}

/** Opens a file: in the viewer where it is one of its own, else as VS Code does. */
export async function openUri(
  uri: vscode.Uri,
  name: string,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  if (isViewed(name)) {
    await vscode.commands.executeCommand('vscode.openWith', uri, viewerFor(name), options);
  } else {
    await vscode.commands.executeCommand('vscode.open', uri, options);
  }
}

/** The viewer under the id whose file patterns the name matches: VS Code opens it again by that. */
function viewerFor(name: string): string {
  return isViewed(name) ? IMAGE_EDITOR : IMAGE_EDITOR_OPTION;
}

function remember(host: CommandContext['host'], uri: vscode.Uri, { object }: ObjectNode): void {
  host.known.set(documentName(uri), {
    size: object.size,
    etag: object.etag,
    modified: object.modified?.toUTCString(),
  });
}

function objectUri(node: ObjectNode): vscode.Uri {
  return addressUri(addressOf(node));
}

/** The URI a menu gave a command, as a node of the tree or as such. */
export function targetUri(target: Node | vscode.Uri | undefined): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) {
    return target;
  }
  return isNode(target) && target.kind === 'object' ? objectUri(target) : undefined;
}

function isNode(target: Node | vscode.Uri | undefined): target is Node {
  return target !== undefined && 'kind' in target;
}

/** The file of the active editor, whatever kind of editor it is. */
export function activeUri(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

function problemOf(text: string): string | undefined {
  try {
    parseTyped(text);
    return undefined;
  } catch (error) {
    return sentence(error);
  }
}
