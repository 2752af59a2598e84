import type { LinkedMove, LinkNews, LinkState, SkyPoint } from '../../protocol/match';
import { throttle } from './throttle';

/** A picture is drawn no more often than this, so that no viewer falls behind the one it follows. */
const MILLISECONDS_PER_VIEW = 30;

/** What a viewer is told. */
export interface LinkListener {
  emit(name: 'linked', state: LinkState): void;
}

/** A viewer that can be linked with others. */
export interface Linkable {
  readonly linked: boolean;
  /** Links it, which shows it what the others look at, or unlinks it. */
  link(linked: boolean): void;
  /** Tells the others where this one looks, unless it is not linked. Returns the number of the last move. */
  tell(news: LinkNews): number;
  /** Says again how it stands: to a page that was loaded anew. */
  greet(): void;
  dispose(): void;
}

/**
 * The viewers that look at the same part of the sky. There is one place where all of them look: that of the
 * last move this has heard of. Viewers are told how all stands and not what happened, so that it does not
 * matter what one of them missed.
 */
export class LinkedViewers {
  private readonly linked = new Set<LinkListener>();
  private move: LinkedMove | undefined;
  /** Of all moves there have been, so that no number comes twice. */
  private moves = 0;
  /** Who points where: last of all the one who did so last. */
  private readonly pointers = new Map<LinkListener, SkyPoint>();
  /** Who is to be told something. */
  private readonly waiting = new Set<LinkListener>();
  private readonly tellWaiting = throttle(() => {
    this.waiting.forEach((viewer) => this.greet(viewer));
  }, MILLISECONDS_PER_VIEW);

  add(viewer: LinkListener): Linkable {
    const { linked } = this;
    return {
      get linked() {
        return linked.has(viewer);
      },
      link: (on) => this.link(viewer, on),
      tell: (news) => this.tell(viewer, news),
      greet: () => {
        // The pointer was on the page before.
        if (this.pointers.delete(viewer)) {
          this.tellOthers(viewer);
        }
        this.greet(viewer);
      },
      dispose: () => this.link(viewer, false),
    };
  }

  private link(viewer: LinkListener, on: boolean): void {
    if (on === this.linked.has(viewer)) {
      this.greet(viewer);
      return;
    }
    if (on) {
      this.linked.add(viewer);
    } else {
      this.linked.delete(viewer);
      this.pointers.delete(viewer);
      this.move = this.linked.size === 0 ? undefined : this.move;
      this.greet(viewer);
    }
    this.linked.forEach((each) => this.greet(each));
  }

  private tell(from: LinkListener, { view, cursor }: LinkNews): number {
    if (this.linked.has(from)) {
      if (view !== undefined) {
        this.moves += 1;
        this.move = { number: this.moves, view };
      }
      this.pointers.delete(from);
      if (cursor !== undefined) {
        this.pointers.set(from, cursor);
      }
      this.tellOthers(from);
    }
    return this.moves;
  }

  private tellOthers(from: LinkListener): void {
    this.linked.forEach((viewer) => {
      if (viewer !== from) {
        this.waiting.add(viewer);
      }
    });
    this.tellWaiting();
  }

  private greet(viewer: LinkListener): void {
    this.waiting.delete(viewer);
    if (this.linked.has(viewer)) {
      const others = this.linked.size - 1;
      viewer.emit('linked', { linked: true, others, move: this.move, cursor: this.cursor(viewer) });
    } else {
      viewer.emit('linked', { linked: false, others: 0, move: undefined, cursor: undefined });
    }
  }

  /** Where another one points. */
  private cursor(viewer: LinkListener): SkyPoint | undefined {
    return [...this.pointers].findLast(([other]) => other !== viewer)?.[1];
  }
}
