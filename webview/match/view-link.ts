import type { LinkedView, LinkState } from '../../src/protocol/match';
import { troubleOf, type Trouble } from '../image/host';
import type { Position } from '../image/view';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { GhostLayer } from './ghost-layer';
import { fromLinkedView, toLinkedView } from './sky-view';

/** The others are told at most this often, in milliseconds. */
const TELL_INTERVAL = 50;

const NOT_LINKED: LinkState = { linked: false, others: 0, move: undefined, cursor: undefined };

export interface ViewLinkListener {
  /** It is linked or not, or with more or fewer others. */
  onChange(): void;
  onTrouble(trouble: Trouble): void;
}

/**
 * Looks where linked viewers look, and tells them where this one does.
 *
 * The host counts the moves. Who is moved by the user tells it, and learns the number of the move; the
 * others follow it, which is not a move of theirs. While the user has moved this one and the host has not
 * counted that yet, what comes from the others is older, and is not followed. A picture that fits its canvas
 * is not moved when the canvas gets another size.
 */
export class ViewLink {
  readonly layer = new GhostLayer(() => this.#onFrame());
  #state = NOT_LINKED;
  /** The number of the move that is seen here: later ones are to be followed. */
  #seen = 0;
  /** The choice of view that the others know, or that they gave; undefined: they are to be told in any case. */
  #settled: string | undefined = '';
  #shown: ShownPlane | undefined;
  /** Device pixels on the canvas. */
  #pointer: Position | undefined;
  #toldPointer = '';
  /** The pointer of another one that is drawn, as degrees. */
  #ghost = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #telling: { readonly stop: AbortController; readonly moved: boolean } | undefined;
  #following: AbortController | undefined;

  constructor(
    private readonly stand: OverlayStand,
    private readonly listener: ViewLinkListener,
  ) {
    const { host, picture } = stand;
    picture.addLayer(this.layer);
    host.on('linked', (state) => this.#hear(state));
    picture.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      this.#pointer = [offsetX * devicePixelRatio, offsetY * devicePixelRatio];
      this.#tellSoon();
    });
    picture.canvas.addEventListener('pointerleave', () => {
      this.#pointer = undefined;
      this.#tellSoon();
    });
  }

  get linked(): boolean {
    return this.#state.linked;
  }

  set linked(linked: boolean) {
    this.#drop();
    this.#state = { ...NOT_LINKED, linked };
    this.#seen = 0;
    this.#toldPointer = '';
    this.#settled = this.#key();
    this.stand.host.request('link', { linked }).catch((error: unknown) => this.#fail(error));
    this.listener.onChange();
  }

  /** How many other viewers are linked. */
  get others(): number {
    return this.#state.others;
  }

  /** To be called with what is on show, each time that is another plane. */
  shown(plane: ShownPlane | undefined): void {
    const before = this.#shown?.ref;
    this.#shown = plane;
    // Slices of one cube are looked at alike, and what the user did meanwhile is still to be told.
    if (before === undefined || before.hdu !== plane?.ref.hdu || plane.ref.cell !== undefined) {
      this.#drop();
      if (this.#settled !== this.#key()) {
        // Another picture in a view of its own: it is to look where all do.
        this.#seen = 0;
      }
      this.#settled = this.#isFirst ? undefined : this.#key();
    }
    this.#tellSoon();
    void this.#follow();
  }

  /** Wants nothing any more of what was asked for, nor what was drawn. */
  #drop(): void {
    this.#telling?.stop.abort();
    this.#telling = undefined;
    this.#following?.abort();
    this.#following = undefined;
    this.#ghost = '';
    this.#put(undefined);
  }

  #hear(state: LinkState): void {
    const { linked, others } = this.#state;
    this.#state = state;
    if (this.#isFirst) {
      this.#settled = undefined;
    }
    if (!state.linked) {
      this.#ghost = '';
      this.#put(undefined);
    }
    this.#tellSoon();
    void this.#follow();
    if (state.linked !== linked || state.others !== others) {
      this.listener.onChange();
    }
  }

  /** Whether nobody has told where all are to look. */
  get #isFirst(): boolean {
    return this.#state.linked && this.#state.move === undefined;
  }

  /** Whether this one was moved and the host has not counted it yet: later than all that is heard now. */
  get #leads(): boolean {
    return this.#key() !== this.#settled || this.#telling?.moved === true;
  }

  #onFrame(): void {
    if (this.#key() !== this.#settled || this.#pointer !== undefined) {
      this.#tellSoon();
    }
  }

  /** Tells what is different from what was told, once the last word has gone out. */
  #tellSoon(): void {
    if (this.linked && this.#shown !== undefined) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        if (this.#telling === undefined) {
          void this.#tell();
        }
      }, TELL_INTERVAL);
    }
  }

  async #tell(): Promise<void> {
    const { host, picture } = this.stand;
    const { centre, view } = picture.camera;
    const key = this.#key();
    const moved = key !== this.#settled;
    const cursor = this.#cursor();
    const pointer = cursor?.join() ?? '';
    const shown = this.#shown;
    if (!this.linked || shown === undefined || centre === undefined || view === undefined) {
      return;
    }
    const isOther = pointer !== this.#toldPointer;
    if (!moved && !isOther) {
      return;
    }
    const stop = new AbortController();
    const telling = { stop, moved };
    this.#telling = telling;
    this.#settled = key;
    this.#toldPointer = pointer;
    // What cannot be told is a move all the same: what was heard before does not undo it.
    let seen = this.#state.move?.number ?? 0;
    try {
      const looked = { centre, zoom: view.zoom };
      const news = await toLinkedView(host, shown.ref, looked, cursor, stop.signal);
      if (!stop.signal.aborted) {
        const told = moved ? news.view : undefined;
        if (told !== undefined || isOther) {
          const { move } = await host.request('tellView', { view: told, cursor: news.cursor });
          seen = this.#counted(told, move) ?? seen;
        }
      }
    } catch (error) {
      this.#fail(error);
    }
    if (this.#telling === telling) {
      this.#telling = undefined;
      this.#seen = moved ? Math.max(this.#seen, seen) : this.#seen;
    }
    this.#tellSoon();
    void this.#follow();
  }

  /** A move of this one has its number; a later one may have been heard of before. */
  #counted(view: LinkedView | undefined, number: number): number | undefined {
    if (this.linked && view !== undefined && number > (this.#state.move?.number ?? 0)) {
      this.#state = { ...this.#state, move: { number, view } };
    }
    return view && number;
  }

  /** Moves come faster than positions are found: of those that wait the last counts. */
  async #follow(): Promise<void> {
    const { host } = this.stand;
    while (this.linked && this.#shown !== undefined && this.#following === undefined) {
      const { move, cursor } = this.#state;
      const view = move !== undefined && this.#isToCome(move.number) ? move.view : undefined;
      const ghost = cursor?.join() ?? '';
      if (view === undefined && ghost === this.#ghost) {
        return;
      }
      this.#ghost = ghost;
      const stop = new AbortController();
      this.#following = stop;
      try {
        const found = await fromLinkedView(host, this.#shown, { view, cursor }, stop.signal);
        if (!stop.signal.aborted) {
          this.#lookAt(view && move?.number, found.looked);
          this.#put(found.cursor);
        }
      } catch (error) {
        if (!stop.signal.aborted) {
          this.#lookAt(view && move?.number, undefined);
          this.#fail(error);
        }
      }
      if (this.#following === stop) {
        this.#following = undefined;
      }
    }
  }

  #isToCome(number: number): boolean {
    return number > this.#seen && !this.#leads;
  }

  /** Follows a move, unless the user has moved this one meanwhile; stays where that is not on the picture. */
  #lookAt(
    number: number | undefined,
    looked: { readonly centre: Position; readonly zoom: number } | undefined,
  ): void {
    if (number !== undefined && this.#isToCome(number)) {
      this.#seen = number;
      if (looked !== undefined) {
        this.stand.picture.look(looked);
        this.#settled = this.#key();
      }
    }
  }

  #put(ghost: Position | undefined): void {
    if (ghost?.join() !== this.layer.at?.join()) {
      this.layer.at = ghost;
      this.stand.picture.redrawOverlay();
    }
  }

  /** What is under the pointer, for others to see. */
  #cursor(): Position | undefined {
    const { camera } = this.stand.picture;
    const at = this.others > 0 ? this.#pointer : undefined;
    return at && camera.pixelAt(at) && camera.positionAt(at);
  }

  /** What the user chose to see: another text where it is another choice, not where the canvas is another. */
  #key(): string {
    const { centre, zoom } = this.stand.picture.chosen;
    return [...(centre ?? []), zoom ?? 'fit'].join();
  }

  #fail(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      this.listener.onTrouble(trouble);
    }
  }
}
