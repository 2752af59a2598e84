import type { LinkedView } from '../../src/protocol/match';
import { troubleOf, type Trouble } from '../image/host';
import type { Position } from '../image/view';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { GhostLayer } from './ghost-layer';
import { fromLinkedView, type Looked, toLinkedView } from './sky-view';

/** The others are told at most this often, in milliseconds. */
const TELL_INTERVAL = 50;

export interface ViewLinkListener {
  onChange(): void;
  onTrouble(trouble: Trouble): void;
}

/**
 * Looks where linked viewers look, and tells them where this one does. What it was told it does not tell
 * back: only a view that the user of this viewer changed goes out.
 */
export class ViewLink {
  readonly layer = new GhostLayer(() => this.#onFrame());
  /** Other viewers that are linked. */
  others = 0;
  #linked = false;
  /** This one has been linked, and has not been told that it is. */
  #joining = false;
  #shown: ShownPlane | undefined;
  /** The view last told or followed, as it is seen here. */
  #settled = '';
  #pointer: Position | undefined;
  #toldPointer = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #telling: AbortController | undefined;
  #following: AbortController | undefined;
  #waiting: LinkedView | undefined;

  constructor(
    private readonly stand: OverlayStand,
    private readonly listener: ViewLinkListener,
  ) {
    const { host, picture } = stand;
    picture.addLayer(this.layer);
    host.on('followView', (view) => this.#follow(view));
    host.on('linked', ({ linked, others }) => {
      if (linked && others > this.others && !this.#joining) {
        // Who joins is to look where the others do.
        this.#settled = '';
      }
      this.#linked = linked;
      this.others = others;
      this.#joining = false;
      this.#put(linked && others > 0 ? this.layer.at : undefined);
      this.#tellSoon();
      listener.onChange();
    });
    picture.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      const at = [offsetX * devicePixelRatio, offsetY * devicePixelRatio] as const;
      this.#pointer = picture.camera.pixelAt(at) && picture.camera.positionAt(at);
      this.#tellSoon();
    });
    picture.canvas.addEventListener('pointerleave', () => {
      this.#pointer = undefined;
      this.#tellSoon();
    });
  }

  get linked(): boolean {
    return this.#linked;
  }

  set linked(linked: boolean) {
    this.#linked = linked;
    this.#joining = linked;
    this.#settled = linked ? this.#key() : '';
    this.stand.host.request('link', { linked }).catch((error: unknown) => this.#fail(error));
    this.listener.onChange();
  }

  shown(plane: ShownPlane | undefined): void {
    this.#telling?.abort();
    this.#following?.abort();
    this.#following = undefined;
    this.#shown = plane;
    this.#settled = plane === undefined ? '' : this.#key();
    this.#put(undefined);
  }

  #onFrame(): void {
    if (this.#linked && this.#key() !== this.#settled) {
      this.#tellSoon();
    }
  }

  /** Tells what is different from what was told, once the last word has gone out. */
  #tellSoon(): void {
    if (this.#linked && this.others > 0 && this.#shown !== undefined) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        if (this.#telling === undefined && this.#following === undefined) {
          void this.#tell();
        }
      }, TELL_INTERVAL);
    }
  }

  async #tell(): Promise<void> {
    const { camera } = this.stand.picture;
    const { centre, view } = camera;
    const key = this.#key();
    const cursor = this.#pointer;
    const pointer = cursor?.join() ?? '';
    const moved = key !== this.#settled;
    if (!this.#linked || this.#shown === undefined || centre === undefined || view === undefined) {
      return;
    }
    if (!moved && pointer === this.#toldPointer) {
      return;
    }
    const stop = new AbortController();
    this.#telling = stop;
    this.#settled = key;
    this.#toldPointer = pointer;
    const { host } = this.stand;
    try {
      const looked = { centre, zoom: view.zoom, cursor };
      const told = await toLinkedView(host, this.#shown.ref, looked, stop.signal);
      if (told === undefined || !Number.isFinite(told.scale) || stop.signal.aborted) {
        return;
      }
      // A viewer that follows does not pull the others back with its pointer.
      await host.request('tellView', { view: { ...told, pointerOnly: !moved } });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#telling = undefined;
      this.#tellSoon();
    }
  }

  #follow(view: LinkedView): void {
    this.#waiting = view;
    if (this.#following === undefined) {
      void this.#followNext();
    }
  }

  /** Views come faster than positions are found: of those that wait the last counts. */
  async #followNext(): Promise<void> {
    for (let view = this.#taken(); view !== undefined; view = this.#taken()) {
      const { host } = this.stand;
      const shown = this.#shown;
      if (shown === undefined) {
        return;
      }
      const stop = new AbortController();
      const before = this.#key();
      this.#following = stop;
      try {
        const found = await fromLinkedView(host, shown.ref, view, shown.plane, stop.signal);
        // What the user did here meanwhile counts, and is told to the others after this.
        const free = this.#key() === before && (this.#settled === '' || this.#settled === before);
        if (!stop.signal.aborted) {
          this.#lookAt(found, view.pointerOnly !== true && free);
        }
      } catch (error) {
        this.#fail(error);
      } finally {
        if (this.#following === stop) {
          this.#following = undefined;
        }
      }
    }
    this.#tellSoon();
  }

  #taken(): LinkedView | undefined {
    const view = this.#waiting;
    this.#waiting = undefined;
    return view;
  }

  #lookAt(looked: Looked | undefined, moves: boolean): void {
    if (looked !== undefined && moves) {
      const { centre, zoom } = looked;
      this.stand.picture.look({ centre, zoom });
      this.#settled = this.#key();
    }
    this.#put(looked?.cursor);
  }

  #put(ghost: Position | undefined): void {
    if (ghost?.join() !== this.layer.at?.join()) {
      this.layer.at = ghost;
      this.stand.picture.redrawOverlay();
    }
  }

  /** What is seen: another text where it is another view. */
  #key(): string {
    const { centre, view } = this.stand.picture.camera;
    return centre === undefined || view === undefined ? '' : [...centre, view.zoom].join();
  }

  #fail(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      this.listener.onTrouble(trouble);
    }
  }
}
