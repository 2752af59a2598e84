import type { TransferBatch, TransferFile, TransferProgress } from '../../core/transfer/transfer';
import { type BatchFigures, batchFigures } from './transfers-figures';
import { batchWords, fileWords } from './transfers-words';

/** The nodes of the view “Transfers”. Ids are those of the queue: the same as long as the thing is. */
export type TransfersNode = BatchNode | FileNode | MoreNode;

export interface BatchNode {
  readonly kind: 'batch';
  readonly id: string;
  readonly batch: TransferBatch;
}

export interface FileNode {
  readonly kind: 'file';
  readonly id: string;
  readonly parent: BatchNode;
  readonly file: TransferFile;
}

/** A line for the files that are not shown. */
export interface MoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly parent: BatchNode;
}

export type FileStateKind = TransferProgress['state']['kind'];

/** What is under way comes first, then what needs a look, then what is to come; what is over comes last. */
const RANKS: Readonly<Record<FileStateKind, number>> = {
  active: 0,
  failed: 1,
  waiting: 2,
  paused: 2,
  done: 3,
  skipped: 3,
};

/** Lines below one batch: more are no help to anybody, and cost each time that something moves. */
export const MOST_SHOWN = 200;

/** What there was of a batch at one moment. */
export interface BatchSnapshot {
  readonly node: BatchNode;
  readonly figures: BatchFigures;
  /** In the order they are shown. */
  readonly files: readonly { readonly node: FileNode; readonly progress: TransferProgress }[];
  readonly hidden: number;
}

/** Makes nodes of what the queue says, the same ones every time, and tells what changed since. */
export class TransfersModel {
  private readonly nodes = new Map<string, BatchNode | FileNode>();
  private snapshots = new Map<string, BatchSnapshot>();
  private looks = new Map<string, string>();

  batches(): readonly BatchSnapshot[] {
    return [...this.snapshots.values()];
  }

  batch(id: string): BatchSnapshot | undefined {
    return this.snapshots.get(id);
  }

  /** The state of a file that is shown. */
  progress(node: FileNode): TransferProgress | undefined {
    return this.batch(node.parent.id)?.files.find((file) => file.node === node)?.progress;
  }

  /**
   * Takes what the queue says now.
   *
   * @param filesOf files of a batch in the order of the queue
   * @returns the batches that look different from before, with their files; `all` where batches came or went
   */
  update(
    batches: readonly TransferBatch[],
    filesOf: (batch: string) => readonly TransferProgress[],
  ): 'all' | readonly BatchNode[] {
    const before = this.snapshots;
    const looksBefore = this.looks;
    this.snapshots = new Map();
    this.looks = new Map();
    const shown = batches
      .map((batch) => ({ batch, files: filesOf(batch.id) }))
      .filter(({ files }) => files.length > 0)
      .map(({ batch, files }) => this.snapshot(batch, files));
    const [open, over] = [shown.filter(isOpen), shown.filter((one) => !isOpen(one))];
    // What is to be transferred in its order, what is over below it, the newest first.
    for (const snapshot of [...open, ...over.reverse()]) {
      this.snapshots.set(snapshot.node.id, snapshot);
    }
    this.forgetNodes();
    if ([...before.keys()].join('\n') !== [...this.snapshots.keys()].join('\n')) {
      return 'all';
    }
    return this.batches()
      .map(({ node }) => node)
      .filter(({ id }) => looksBefore.get(id) !== this.looks.get(id));
  }

  private snapshot(batch: TransferBatch, files: readonly TransferProgress[]): BatchSnapshot {
    const node = this.batchNode(batch);
    const figures = batchFigures(files);
    const lines = firstOf(files).map((progress) => ({
      node: this.fileNode(node, progress.file),
      progress,
    }));
    const looks = lines.map((line) => `${line.node.id} ${fileWords(line.progress)}`);
    this.looks.set(batch.id, [batchWords(figures), batchFlags(figures), ...looks].join('\n'));
    return { node, figures, files: lines, hidden: files.length - lines.length };
  }

  private batchNode(batch: TransferBatch): BatchNode {
    const known = this.nodes.get(batch.id);
    const node: BatchNode =
      known?.kind === 'batch' ? known : { kind: 'batch', id: batch.id, batch };
    this.nodes.set(batch.id, node);
    return node;
  }

  private fileNode(parent: BatchNode, file: TransferFile): FileNode {
    const known = this.nodes.get(file.id);
    const node: FileNode =
      known?.kind === 'file' ? known : { kind: 'file', id: file.id, parent, file };
    this.nodes.set(file.id, node);
    return node;
  }

  private forgetNodes(): void {
    const live = new Set(
      this.batches().flatMap(({ node, files }) => [node.id, ...files.map((file) => file.node.id)]),
    );
    for (const id of this.nodes.keys()) {
      if (!live.has(id)) {
        this.nodes.delete(id);
      }
    }
  }
}

function isOpen({ figures }: BatchSnapshot): boolean {
  return figures.active + figures.waiting + figures.paused > 0;
}

/** Those that are shown, in their order: of a hundred thousand, no more are looked at than has to be. */
function firstOf(files: readonly TransferProgress[]): readonly TransferProgress[] {
  const byRank: TransferProgress[][] = [];
  for (const file of files) {
    const same = (byRank[RANKS[file.state.kind]] ??= []);
    if (same.length < MOST_SHOWN) {
      same.push(file);
    }
  }
  return byRank.flat().slice(0, MOST_SHOWN);
}

/** Words by which menus go: `running`, `paused`, `failed`, `over`. */
export function batchFlags({ active, waiting, paused, failed }: BatchFigures): string {
  const flags = [
    active + waiting > 0 ? 'running' : undefined,
    paused > 0 ? 'paused' : undefined,
    failed > 0 ? 'failed' : undefined,
    active + waiting + paused === 0 ? 'over' : undefined,
  ];
  return flags.filter((flag) => flag !== undefined).join(' ');
}
