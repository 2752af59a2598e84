import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { countOf, formatBytes, formatCount } from '../../protocol/figures';
import { openUri } from '../commands/open';
import type { Host } from '../host';
import { revealFile } from '../reveal-file';
import { visibleName } from '../views/display';
import { type FolderNode, type Node, type ObjectNode, placeOf } from '../views/nodes';
import type { TransfersNode } from '../views/transfers-nodes';
import type { TransferCommand } from './ids';
import { MOST_FILES } from './list-below';
import { placeOfFile } from './place-of-file';
import { withTransferProgress } from './progress';
import { openFiles, stepTarget } from './reorder';
import type { Transfers } from './transfers';
import type { WantedTransfer } from './wanted';
import { folderLabel, wantedBelow, wantedObject } from './wanted-below';

/** Commands of the view “Transfers”, and those that fill it from the tree of archives. */

const { l10n } = vscode;

/** What a command works on: the nodes that are chosen. */
type Handler = (transfers: Transfers, nodes: readonly TransfersNode[]) => Promise<unknown>;
type ViewCommand = Exclude<
  TransferCommand,
  'skybucket.downloadFolder' | 'skybucket.downloadSelected'
>;

const HANDLERS: Readonly<Record<ViewCommand, Handler>> = {
  'skybucket.transfers.pause': ({ queue, view }, nodes) => queue.pause(view.tree.filesOf(nodes)),
  'skybucket.transfers.resume': ({ queue, view }, nodes) => queue.resume(view.tree.filesOf(nodes)),
  'skybucket.transfers.retry': ({ queue, view }, nodes) => queue.retry(view.tree.filesOf(nodes)),
  'skybucket.transfers.cancel': cancel,
  'skybucket.transfers.clear': clear,
  'skybucket.transfers.moveUp': (transfers, nodes) => move(transfers, nodes, 'up'),
  'skybucket.transfers.moveDown': (transfers, nodes) => move(transfers, nodes, 'down'),
  'skybucket.transfers.open': open,
  'skybucket.transfers.reveal': reveal,
  'skybucket.transfers.copyProblem': copyProblem,
  'skybucket.transfers.pauseAll': ({ queue }) => queue.pause(),
  'skybucket.transfers.resumeAll': ({ queue }) => queue.resume(),
  'skybucket.transfers.clearEnded': ({ queue }) => queue.clearEnded(),
};

/** Does a command. @throws SkybucketError what goes wrong */
export async function handleTransferCommand(
  host: Host,
  command: TransferCommand,
  [target, selected]: readonly unknown[],
): Promise<void> {
  const nodes = Array.isArray(selected) && selected.length > 0 ? selected : [target];
  const chosen = nodes.filter((node) => node !== undefined && node !== null) as unknown[];
  if (command === 'skybucket.downloadFolder' || command === 'skybucket.downloadSelected') {
    await downloadNodes(host, chosen as readonly Node[]);
    return;
  }
  const transfers = await host.transfers();
  const here = chosen.length > 0 ? (chosen as readonly TransfersNode[]) : transfers.view.selection;
  await HANDLERS[command](transfers, here);
}

/** Folders and objects of the tree, with everything in the folders. */
async function downloadNodes(host: Host, nodes: readonly Node[]): Promise<void> {
  const places = nodes.filter((node) => node.kind === 'folder' || node.kind === 'object');
  const [first] = places;
  if (first === undefined) {
    throw new SkybucketError(
      'unsupported',
      l10n.t('Select files or folders in the Archives view.'),
    );
  }
  const label = places.length === 1 ? nameOf(first) : folderLabel(placeOf(first));
  const files = await listAll(host, places, label);
  if (files.length === 0) {
    throw new SkybucketError('not-found', l10n.t('There are no files in {0}.', visibleName(label)));
  }
  const nested = files.some(({ path }) => path.includes('/'));
  const transfers = await host.transfers();
  await transfers.download({
    ...{ label, files, layouts: nested ? ['tree', 'flat'] : ['tree'] },
    bare: places.length === 1 && first.kind === 'object',
  });
}

async function listAll(
  host: Host,
  places: readonly (FolderNode | ObjectNode)[],
  label: string,
): Promise<readonly WantedTransfer[]> {
  const title = l10n.t('Listing the files of {0}', visibleName(label));
  return withTransferProgress(title, async (signal, say) => {
    const meter = host.session.child();
    const files: WantedTransfer[] = [];
    for (const node of places) {
      if (node.kind === 'object') {
        files.push(wantedObject(placeOf(node), node.object, lastSegment(node.object.key)));
        continue;
      }
      const before = files.length;
      const onFound = (count: number, bytes: number): void =>
        say(`${countOf(before + count, 'file')} · ${formatBytes(bytes)}`);
      const root = places.length === 1 ? '' : `${folderLabel(node.place)}/`;
      const below = await wantedBelow(host, node.place, root, { signal, meter, onFound });
      below.forEach((file) => files.push(file));
      checkCount(files.length);
    }
    return files;
  });
}

/** @throws SkybucketError `too-large` where several folders together are more than one may be */
function checkCount(files: number): void {
  if (files > MOST_FILES) {
    throw new SkybucketError(
      'too-large',
      l10n.t('There are more than {0} files in these folders.', formatCount(MOST_FILES)),
      { hint: l10n.t('Take the folders one after the other.') },
    );
  }
}

function nameOf(node: FolderNode | ObjectNode): string {
  return node.kind === 'folder' ? folderLabel(node.place) : lastSegment(node.object.key);
}

function lastSegment(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1) || key;
}

/** What is transferred of unfinished ones is lost, so it is asked where there are several. */
async function cancel(transfers: Transfers, nodes: readonly TransfersNode[]): Promise<void> {
  const { queue, view } = transfers;
  const ids = new Set(view.tree.filesOf(nodes));
  const open = queue
    .files()
    .filter(
      ({ file, state }) => ids.has(file.id) && ['active', 'waiting', 'paused'].includes(state.kind),
    );
  if (open.length === 0) {
    // By its key: what is over leaves the list.
    await clear(transfers, nodes);
    return;
  }
  if (open.length > 1) {
    const yes = l10n.t('Cancel Transfers');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Cancel {0}?', countOf(open.length, 'transfer')),
      { modal: true, detail: l10n.t('What is transferred of unfinished files is deleted.') },
      yes,
    );
    if (answer !== yes) {
      return;
    }
  }
  await queue.remove(open.map(({ file }) => file.id));
}

async function clear({ queue, view }: Transfers, nodes: readonly TransfersNode[]): Promise<void> {
  const ids = new Set(view.tree.filesOf(nodes));
  const over = queue
    .files()
    .filter(
      ({ file, state }) => ids.has(file.id) && ['done', 'skipped', 'failed'].includes(state.kind),
    );
  await queue.remove(over.map(({ file }) => file.id));
}

async function move(
  { queue, view }: Transfers,
  nodes: readonly TransfersNode[],
  step: 'up' | 'down',
): Promise<void> {
  const whole = nodes.every(({ kind }) => kind === 'batch');
  // A file takes its turn among those that wait; a batch as it is shown, with what is under way of it.
  const order = openFiles(
    whole ? queue.files() : queue.files().filter(({ state }) => state.kind !== 'active'),
  );
  const chosen = new Set(view.tree.filesOf(nodes));
  const moved = order.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const target = stepTarget(order, new Set(moved), step, whole);
  if (target !== undefined) {
    await queue.move(moved, target === 'end' ? undefined : target.before);
  }
}

async function open({ view }: Transfers, nodes: readonly TransfersNode[]): Promise<void> {
  const [node] = nodes;
  const uri =
    node?.kind === 'file' ? placeOfFile(view.tree.progress(node), node.parent.batch) : undefined;
  if (uri !== undefined) {
    await openUri(uri, uri.path, { preview: true });
  }
}

async function reveal({ view }: Transfers, nodes: readonly TransfersNode[]): Promise<void> {
  const [node] = nodes;
  if (node === undefined || node.kind === 'more') {
    return;
  }
  const { batch } = node.kind === 'batch' ? node : node.parent;
  const whole =
    node.kind === 'file' ? placeOfFile(view.tree.progress(node), node.parent.batch) : undefined;
  const file = whole?.scheme === 'file' ? whole : vscode.Uri.file(batch.folder);
  await revealFile(file);
}

async function copyProblem({ view }: Transfers, nodes: readonly TransfersNode[]): Promise<void> {
  const texts = nodes.flatMap((node) => {
    const state = node.kind === 'file' ? view.tree.progress(node)?.state : undefined;
    return node.kind === 'file' && state?.kind === 'failed'
      ? [`${node.file.path}: ${[state.failure.message, state.failure.hint].join(' ').trim()}`]
      : [];
  });
  await vscode.env.clipboard.writeText(texts.join('\n'));
}
