import type { HduLine } from '../../src/protocol/methods';
import type { TreeNode, TreeReply } from '../../src/protocol/tree';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { ContextMenu } from '../ui/context-menu';
import { element } from '../ui/dom';
import type { KeptTree } from './kept-tree';
import { TreeAbout } from './tree-about';
import { NodeCommands } from './tree-commands';
import type { CopyForm } from './tree-copy';
import { TreeCopy } from './tree-copy';
import { TreeDetail } from './tree-detail';
import { TreeFinder } from './tree-finder';
import { TreeInput } from './tree-input';
import { TreeNotices } from './tree-notices';
import { TreeView } from './tree-view';
import './tree.css';

export interface TreePaneActions {
  /** Copies a text; `what` names it for the message: “Copied the …”. */
  onCopy(text: string, what: string): void;
  /** Shows an array. Its line need not be in the HDU list. */
  onOpen(line: HduLine): void;
  /** `state` or `busy` may be another now; at most a few times a second. */
  onChange(): void;
}

/** Changes are told of this often, in milliseconds. */
const PACE = 200;
/** From here on there is room for more than a line about the file, in CSS pixels. */
const WIDE = 620;

let panes = 0;

interface Target {
  readonly hdu: number;
  /** What people call the file. */
  readonly title: string;
  readonly kept: KeptTree | undefined;
}

/** The metadata of an ASDF file: search on top, the tree, the chosen node below. */
export class TreePane {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #actions: TreePaneActions;
  readonly #about = new TreeAbout(() => this.#tell());
  readonly #notices = new TreeNotices(() => this.#view.retry());
  readonly #menu = new ContextMenu();
  readonly #detail: TreeDetail;
  readonly #view: TreeView;
  readonly #finder: TreeFinder;
  readonly #copy: TreeCopy;
  #target: Target | undefined;
  #reply: TreeReply | undefined;
  #stop = new AbortController();
  #loading = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, actions: TreePaneActions) {
    const id = `tree-${panes++}`;
    this.#host = host;
    this.#actions = actions;
    this.#copy = new TreeCopy(host, {
      onCopy: (text, what) => {
        this.#notices.hush();
        actions.onCopy(text, what);
      },
      onTrouble: (trouble) => this.#notices.showCopyTrouble(trouble),
    });
    this.#detail = new TreeDetail(host, {
      onCopy: (node, form) => this.#copyNode(node, form),
      onOpen: ({ line }) => line && actions.onOpen(line),
    });
    this.#view = new TreeView(host, id, {
      onSelect: () => this.#showDetail(),
      onChange: () => this.#onView(),
    });
    this.#finder = new TreeFinder(host, id, {
      onFound: () => this.#draw(),
      onSelect: () => this.#showDetail(),
      onReveal: ({ at }) => this.#goTo(at),
      onFocus: () => this.focus(),
      onCollapse: () => this.#view.closeAll(),
    });
    this.element = element(
      'section',
      { class: 'tree-pane', attributes: { 'aria-label': 'Tree' } },
      [
        this.#finder.tools.element,
        this.#about.element,
        element('div', { class: 'tree-body' }, [
          this.#view.list.element,
          this.#finder.results.list.element,
          this.#notices.instead,
        ]),
        this.#notices.strip,
        this.#detail.element,
        this.#menu.element,
      ],
    );
    const commands = new NodeCommands(this.#view, this.#menu, {
      onOpen: (line) => actions.onOpen(line),
      onCopy: (node, form) => this.#copyNode(node, form),
      onReveal: ({ at }) => this.#goTo(at),
      say: (text) => this.#notices.say(text),
    });
    new TreeInput(this.#view, this.#finder.results, commands, {
      search: () => this.#finder.tools.focus(),
      leave: () => this.#finder.leave(),
    });
    new ResizeObserver(() => {
      this.#about.wide = this.element.clientWidth >= WIDE;
    }).observe(this.element);
    this.clear();
  }

  /** Whether anything is being read. */
  get busy(): boolean {
    return this.#loading || this.#view.busy || this.#finder.busy;
  }

  /** The HDU whose tree is shown, or to be shown when it is read. */
  get hdu(): number | undefined {
    return this.#target?.hdu;
  }

  /** How the tree is left, small enough to keep; undefined where none is shown. */
  get state(): KeptTree | undefined {
    // What was kept is not lost by leaving before the tree is read.
    return this.#reply === undefined || this.#view.restoring
      ? this.#target?.kept
      : {
          expanded: this.#view.expanded,
          selected: this.#view.selected,
          row: this.#view.list.row,
          search: this.#finder.text,
          about: this.#about.chosen,
        };
  }

  /** Reads the tree of an HDU and shows it. @param title what people call the file. */
  show(hdu: number, title: string, kept?: KeptTree): void {
    this.clear();
    this.#target = { hdu, title, kept };
    this.#view.list.element.setAttribute('aria-label', `Tree of ${title}`);
    void this.#load(this.#target);
  }

  /** Shows nothing, and gives up what is being read. */
  clear(): void {
    this.#stop.abort();
    this.#loading = false;
    this.#copy.cancel();
    this.#menu.close();
    this.#notices.hush();
    this.#target = undefined;
    this.#reply = undefined;
    this.#finder.setTree(undefined);
    this.#about.clear();
    this.#view.clear();
    this.#draw();
  }

  /** Shows a node in the tree, and chooses it. @param at as in `TreeNode.at`. */
  async reveal(at: readonly number[]): Promise<void> {
    this.#finder.show(false);
    await this.#view.reveal(at);
  }

  focus(): void {
    (this.#finder.shown ? this.#finder.results : this.#view).list.element.focus();
  }

  async #load(target: Target): Promise<void> {
    const { hdu } = target;
    const stop = new AbortController();
    const { signal } = stop;
    this.#stop = stop;
    this.#loading = true;
    this.#draw();
    try {
      const reply = await this.#host.request('tree', { hdu }, { signal });
      if (!signal.aborted) {
        this.#loading = false;
        this.#take(target, reply);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#loading = false;
        this.#draw();
        this.#notices.showFailure(trouble, () => void this.#load(target));
      }
    }
  }

  #take({ hdu, kept }: Target, reply: TreeReply): void {
    this.#reply = reply;
    this.#about.show(reply, kept?.about);
    this.#view.show(hdu, reply, kept);
    this.#finder.setTree(hdu, kept?.search);
    this.#draw();
  }

  /** Shows a node in the tree, with the focus there. */
  #goTo(at: readonly number[]): void {
    void this.reveal(at);
    this.focus();
  }

  #onView(): void {
    this.#notices.showTrouble(this.#view.trouble);
    this.#tell();
  }

  /** Brings in sight the tree, what was found, or why there is neither. */
  #draw(): void {
    const { shown, found, tools } = this.#finder;
    const target = this.#target;
    const empty = this.#reply !== undefined && isEmpty(this.#reply);
    this.#view.list.element.hidden = shown || this.#reply === undefined || empty;
    tools.element.hidden = this.#reply === undefined;
    if (shown) {
      this.#notices.showFound(found, () => this.#finder.retry());
    } else if (this.#loading && target !== undefined) {
      this.#notices.showText(`Reading the tree of ${target.title}…`);
    } else if (empty) {
      this.#notices.showText('The tree of this file is empty.');
    } else {
      this.#notices.clear();
    }
    this.#showDetail();
    this.#tell();
  }

  #showDetail(): void {
    const { shown, results } = this.#finder;
    this.#detail.show(shown ? results.node : this.#view.node, this.#target?.hdu ?? 0);
  }

  #copyNode(node: TreeNode, form: CopyForm): void {
    if (this.#target !== undefined) {
      void this.#copy.copy(this.#target.hdu, node, form);
    }
  }

  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#actions.onChange();
    }, PACE);
  }
}

function isEmpty({ root: { kind, children } }: TreeReply): boolean {
  return children === 0 && (kind === 'mapping' || kind === 'sequence' || kind === 'null');
}
