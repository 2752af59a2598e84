import type { HduLine, StructureReply } from '../../src/protocol/methods';
import type { Panel } from '../inspector/panel';
import type { KeptTree } from '../tree/kept-tree';
import type { TreePaneActions } from '../tree/tree-pane';
import { TreePane } from '../tree/tree-pane';
import { hduName } from './hdu';
import type { Host } from './host';

/**
 * The tree of an ASDF file at both places where it is shown: on the stage, and beside what the file holds.
 * Nothing is asked of it before it is in sight.
 */
export class Trees {
  /** On the stage. */
  readonly stage: TreePane;
  /** The tab of the inspector. */
  readonly tab: Panel;
  readonly #beside: TreePane;
  #file: string | undefined;
  #besideShown = false;
  #kept: KeptTree | undefined;
  #shown: number | undefined;
  /** How the tree of an HDU was on the stage when the file was forgotten. */
  #left: { readonly hdu: number; readonly kept: KeptTree | undefined } | undefined;

  constructor(host: Host, actions: TreePaneActions) {
    this.stage = new TreePane(host, actions);
    this.#beside = new TreePane(host, actions);
    this.tab = {
      element: this.#beside.element,
      update: () => this.#showBeside(),
      hide: () => undefined,
    };
  }

  get busy(): boolean {
    return this.stage.busy || this.#beside.busy;
  }

  /** How the tree is, or was left, at the place where it was looked at. */
  get state(): KeptTree | undefined {
    return (
      (this.#shown === undefined ? undefined : this.stage.state) ?? this.#beside.state ?? this.#kept
    );
  }

  /** Whether the file is a tree as a whole; what is shown of another file is dropped. */
  setFile({ title, format }: StructureReply): boolean {
    if (format !== 'ASDF') {
      this.#file = undefined;
    } else if (this.#file === undefined) {
      this.#file = title;
      this.#besideShown = false;
    }
    return format === 'ASDF';
  }

  /** Forgets the file, of which another version is to come, but not what stood open in its tree. */
  clear(): void {
    this.#kept = this.state;
    if (this.#shown !== undefined) {
      this.#left = { hdu: this.#shown, kept: this.stage.state };
    }
    this.#file = undefined;
    this.#besideShown = false;
    this.#shown = undefined;
    this.stage.clear();
    this.#beside.clear();
  }

  /** Shows the tree of an HDU on the stage, as it was left. */
  showOnStage(line: HduLine, title: string, kept: KeptTree | undefined): void {
    if (this.#shown !== line.index) {
      this.#shown = line.index;
      const left = this.#left?.hdu === line.index ? this.#left.kept : undefined;
      this.stage.show(line.index, line.index === 0 ? title : hduName(line), kept ?? left);
    }
  }

  /** How the tab is to come back, once it is in sight. */
  restore(kept: KeptTree | undefined): void {
    this.#kept = kept;
  }

  #showBeside(): void {
    if (this.#file !== undefined && !this.#besideShown) {
      this.#besideShown = true;
      this.#beside.show(0, this.#file, this.#kept);
    }
  }
}
