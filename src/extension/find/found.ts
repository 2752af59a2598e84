import * as vscode from 'vscode';
import type { ListKeys } from '../../core/s3/walk';
import { folderOf } from '../commands/tree';
import type { Host } from '../host';
import type { FindNode, FoundNode, UsageNode } from '../views/found-nodes';
import { FoundTree } from '../views/found-tree';
import type { FolderNode, Node } from '../views/nodes';
import { copyCsv, copyUris, downloadFound, openFound } from './actions';
import { askPattern } from './ask-pattern';
import { FindRun, readPattern, startAt } from './find-run';
import { PatternHistory } from './history';
import { FOUND_CONTEXT, FOUND_TREE_CONTEXT, FOUND_VIEW, type FindCommand } from './ids';
import type { SearchedTree } from './register';
import type { RunPlace } from './run';
import { folderOfFound } from './targets';
import { UsageRun } from './usage-run';

const { l10n } = vscode;
/** The view is drawn anew so often at most, and less often the more it has to draw. */
const UPDATE_MS = 400;
const ENTRIES_PER_MS = 5;

/** A node of the Archives view, or one of this one that is a place. */
type Target = Node | Extract<FoundNode, { readonly run: unknown }> | undefined;

/** The view “Found” and what its commands do. */
export class Found implements vscode.Disposable {
  readonly tree = new FoundTree();
  readonly view: vscode.TreeView<FoundNode>;
  private readonly history: PatternHistory;
  /** Folders of the sidebar that runs began at. */
  private readonly origins = new Map<string, FolderNode>();
  private readonly updates = new Map<string, ReturnType<typeof setTimeout>>();
  private count = 0;

  constructor(
    private readonly host: Host,
    private readonly searched: SearchedTree,
  ) {
    this.history = new PatternHistory(host.context.globalState);
    this.view = vscode.window.createTreeView(FOUND_VIEW, {
      treeDataProvider: this.tree,
      showCollapseAll: true,
      canSelectMany: true,
    });
    void this.setContext(FOUND_TREE_CONTEXT, this.tree.asTree);
  }

  /**
   * @param given what a menu gives: a node of one of the two views, then all that are selected. Callers of
   *   `findFiles` may give a pattern behind these.
   */
  async handle(
    command: FindCommand,
    [given, selected, pattern]: readonly unknown[],
  ): Promise<unknown> {
    const node = given as FoundNode;
    switch (command) {
      case 'skybucket.findFiles':
        return this.find(given as Target, typeof pattern === 'string' ? pattern : undefined);
      case 'skybucket.diskUsage':
        return this.measure(given as Target);
      case 'skybucket.found.stop':
        return isRoot(node) && node.run.stop();
      case 'skybucket.found.goOn':
        return isRoot(node) && node.run.goOn();
      case 'skybucket.found.again':
        return isRoot(node) && this.begin(node);
      case 'skybucket.found.edit':
        return node.kind === 'find' && this.edit(node);
      case 'skybucket.found.remove':
        return isRoot(node) && this.remove([node]);
      case 'skybucket.found.clear':
        return this.remove(this.tree.nodes);
      case 'skybucket.found.asTree':
      case 'skybucket.found.asList':
        this.tree.asTree = command === 'skybucket.found.asTree';
        return this.setContext(FOUND_TREE_CONTEXT, this.tree.asTree);
      case 'skybucket.found.open':
        return node.kind === 'object' && openFound(this.host, node);
      case 'skybucket.found.download':
        return downloadFound(this.host, nodesOf(node, selected));
      case 'skybucket.found.reveal':
        return this.reveal(node);
      case 'skybucket.found.copyUris':
        return copyUris(nodesOf(node, selected));
      case 'skybucket.found.copyCsv':
        return node.kind === 'usage' && copyCsv(node);
    }
  }

  dispose(): void {
    this.updates.forEach(clearTimeout);
    this.view.dispose();
    this.tree.dispose();
  }

  private async find(target: Target, given: string | undefined): Promise<void> {
    const from = this.placeOf(target);
    if (from === undefined) {
      return sayWhatToSelect();
    }
    const { place, typed } = startAt(from.place);
    const pattern = given ?? (await askPattern(place, typed, this.history.list()));
    if (pattern !== undefined) {
      await this.findPattern(place, pattern, from.origin);
    }
  }

  private async edit({ run }: FindNode): Promise<void> {
    const pattern = await askPattern(run.place, run.glob.text, this.history.list());
    if (pattern !== undefined) {
      await this.findPattern(run.place, pattern, this.origins.get(run.id));
    }
  }

  private async findPattern(
    from: RunPlace,
    pattern: string,
    origin: FolderNode | undefined,
  ): Promise<void> {
    const { place, glob } = readPattern(from, pattern);
    await this.history.add(pattern);
    const run: FindRun = new FindRun(this.newId(), place, glob, this.listOf(place), () =>
      this.updateSoon(run, run.count),
    );
    await this.show(run, origin);
  }

  private async measure(target: Target): Promise<void> {
    const from = this.placeOf(target);
    if (from === undefined) {
      return sayWhatToSelect();
    }
    const { place } = from;
    const run: UsageRun = new UsageRun(this.newId(), place, this.listOf(place), () =>
      this.updateSoon(run, 0),
    );
    await this.show(run, from.origin);
  }

  private async show(run: FindRun | UsageRun, origin: FolderNode | undefined): Promise<void> {
    if (origin !== undefined) {
      this.origins.set(run.id, origin);
    }
    const node = this.tree.add(run);
    await this.setContext(FOUND_CONTEXT, true);
    this.begin(node);
    try {
      await this.view.reveal(node, { select: true, focus: false, expand: true });
    } catch (error) {
      // The view may be hidden by the user; the run goes on all the same.
      this.host.log.debug(String(error));
    }
  }

  private begin({ run }: FindNode | UsageNode): void {
    const ended = run.start();
    void vscode.window.withProgress({ location: { viewId: FOUND_VIEW } }, () => ended);
  }

  private async remove(nodes: readonly (FindNode | UsageNode)[]): Promise<void> {
    for (const node of nodes) {
      this.origins.delete(node.id);
      this.tree.remove(node);
    }
    await this.setContext(FOUND_CONTEXT, this.tree.nodes.length > 0);
  }

  private async reveal(node: FoundNode): Promise<void> {
    const place = folderOfFound(node);
    if (place === undefined || !('run' in node)) {
      return;
    }
    const { tree, view } = this.searched;
    const origin = this.origins.get(node.run.id);
    const root =
      origin !== undefined && place.prefix.startsWith(origin.place.prefix)
        ? origin
        : tree.rootOf(place);
    if (root === undefined) {
      void vscode.window.showInformationMessage(
        l10n.t('The sidebar shows no folder that this is in. “Add Bucket…” puts it there.'),
      );
      return;
    }
    const target = place.prefix === root.place.prefix ? root : tree.jump(root, place.prefix);
    await view.reveal(target, { select: true, focus: true, expand: true });
  }

  /** The place a command is about, and the folder of the sidebar that it is in. */
  private placeOf(
    target: Target,
  ): { readonly place: RunPlace; readonly origin: FolderNode | undefined } | undefined {
    if (target !== undefined && 'run' in target) {
      const place = folderOfFound(target);
      return place && { place, origin: this.origins.get(target.run.id) };
    }
    const folder = folderOf(target ?? this.searched.view.selection[0]);
    return folder && { place: folder.place, origin: folder };
  }

  private listOf(place: RunPlace): ListKeys {
    const meter = this.host.session.child();
    return (query, signal) =>
      this.host.s3.listPage(this.host.connection(place.connection), query, { signal, meter });
  }

  private updateSoon(run: FindRun | UsageRun, entries: number): void {
    if (!this.updates.has(run.id)) {
      const wait = Math.max(UPDATE_MS, entries / ENTRIES_PER_MS);
      const timer = setTimeout(() => {
        this.updates.delete(run.id);
        this.tree.update(run);
      }, wait);
      this.updates.set(run.id, timer);
    }
  }

  private newId(): string {
    return `run:${++this.count}`;
  }

  private async setContext(name: string, value: boolean): Promise<void> {
    await vscode.commands.executeCommand('setContext', name, value);
  }
}

function isRoot(node: FoundNode): node is FindNode | UsageNode {
  return node.kind === 'find' || node.kind === 'usage';
}

/** All that are selected, where the one that was clicked is among them. */
function nodesOf(node: FoundNode, selected: unknown): readonly FoundNode[] {
  const all = Array.isArray(selected) ? (selected as readonly FoundNode[]) : [];
  return all.includes(node) ? all : [node];
}

function sayWhatToSelect(): void {
  void vscode.window.showInformationMessage(
    l10n.t('Select a dataset or a folder in the Archives view first.'),
  );
}
