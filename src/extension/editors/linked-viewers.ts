import type { LinkedView } from '../../protocol/match';
import type { HostEvents } from '../../protocol/methods';
import { throttle } from './throttle';

/** A picture is drawn no more often than this, so that no viewer falls behind the one it follows. */
const MILLISECONDS_PER_VIEW = 30;

/** What a viewer is told. */
export interface LinkListener {
  emit<E extends 'followView' | 'linked'>(name: E, body: HostEvents[E]): void;
}

/** A viewer that can be linked with others. */
export interface Linkable {
  readonly linked: boolean;
  /** Links it, which shows it what the others look at, or unlinks it. */
  link(linked: boolean): void;
  /** Tells the others where this one looks, unless it is not linked. */
  tell(view: LinkedView): void;
  /** Says again how it stands: to a page that was loaded anew. */
  greet(): void;
  dispose(): void;
}

/** The viewers that look at the same part of the sky. What one tells goes to all others, never back to it. */
export class LinkedViewers {
  private readonly linked = new Set<LinkListener>();
  /** What was told last, by any of those that are linked. */
  private last: LinkedView | undefined;

  add(viewer: LinkListener): Linkable {
    let waiting: LinkedView | undefined;
    const send = throttle(() => {
      this.pass(viewer, waiting);
      waiting = undefined;
    }, MILLISECONDS_PER_VIEW);
    const link = (linked: boolean): void => {
      send.cancel();
      if (linked && !this.linked.has(viewer)) {
        this.linked.add(viewer);
        this.tellAll();
        if (this.last !== undefined) {
          viewer.emit('followView', this.last);
        }
      } else if (!linked && this.linked.delete(viewer)) {
        this.last = this.linked.size === 0 ? undefined : this.last;
        viewer.emit('linked', { linked: false, others: 0 });
        this.tellAll();
      } else {
        this.greet(viewer);
      }
    };
    const { linked: all } = this;
    return {
      get linked() {
        return all.has(viewer);
      },
      link,
      tell: (view) => {
        if (all.has(viewer)) {
          // A pointer that moves on does not make a move of the view forgotten that is still to be told.
          const pointerOnly = view.pointerOnly === true && waiting?.pointerOnly !== false;
          waiting = { ...view, pointerOnly };
          send();
        }
      },
      greet: () => this.greet(viewer),
      dispose: () => link(false),
    };
  }

  private pass(from: LinkListener, view: LinkedView | undefined): void {
    if (view === undefined || !this.linked.has(from)) {
      return;
    }
    if (view.pointerOnly !== true) {
      this.last = view;
    }
    for (const viewer of this.linked) {
      if (viewer !== from) {
        viewer.emit('followView', view);
      }
    }
  }

  private tellAll(): void {
    this.linked.forEach((viewer) => this.greet(viewer));
  }

  private greet(viewer: LinkListener): void {
    const linked = this.linked.has(viewer);
    viewer.emit('linked', { linked, others: linked ? this.linked.size - 1 : 0 });
  }
}
