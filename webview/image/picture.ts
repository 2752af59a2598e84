import type { PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { ChosenView } from './camera';
import { Camera } from './camera';
import { listenToGestures } from './gestures';
import type { Host } from './host';
import type { LimitsMode } from './limits';
import { DisplayLimits } from './limits';
import { PlaneSource } from './source';
import type { Drawable } from './source';
import { NAN_COLOUR, drawable as drawableLimits } from './stretch';
import { Surface } from './surface';
import type { Position } from './view';
import { zoomStep } from './view';

/** Tiles are asked for at most this often while the view moves, in milliseconds. */
const SEEK_INTERVAL = 60;

const UNKNOWN_LIMITS = { low: 0, high: 1 } as const;

export interface PictureListener {
  /** The view, the limits or what is shown of the picture changed. */
  onChange(): void;
  /** The pointer moved to another image pixel, or off the image. */
  onPixel(pixel: Position | undefined): void;
  /** The overview failed: there is no picture. */
  onLoadError(error: unknown): void;
  /** A part failed: the picture stays, coarser there. */
  onTileError(error: unknown): void;
}

/** The picture of one plane on its canvas. */
export class Picture {
  readonly limits: DisplayLimits;
  readonly #host: Host;
  readonly #listener: PictureListener;
  readonly #surface: Surface;
  readonly #camera = new Camera();
  #source: PlaneSource | undefined;
  #asked = false;
  #shown: Drawable | undefined;
  #hover: Position | undefined;
  #pixel: Position | undefined;
  #frame = 0;
  #seekTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, mode: LimitsMode, listener: PictureListener) {
    this.#host = host;
    this.#listener = listener;
    this.limits = new DisplayLimits(mode);
    this.#surface = new Surface(() => {
      this.#camera.canvas = this.#surface.size;
      this.#load();
      this.#draw();
    });
    this.canvas.dataset['state'] = 'empty';
    this.canvas.dataset['nan'] = NAN_COLOUR.join(',');
    listenToGestures(this.canvas, {
      position: (event) => this.#surface.position(event),
      onPan: (right, down) => {
        this.#camera.pan(right, down);
        this.#invalidate();
      },
      onZoom: (factor, x, y) => {
        this.#camera.zoomTo((this.zoom ?? 1) * factor, [x, y]);
        this.#invalidate();
      },
      onHover: (position) => {
        this.#hover = position;
        this.#report();
      },
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.#surface.canvas;
  }

  get plane(): PlaneReply | undefined {
    return this.#source?.plane;
  }

  /** What is drawn now, or undefined where there is nothing yet. */
  get shown(): Drawable | undefined {
    return this.#shown;
  }

  /** Share of the overview that has been read, 0 to 1. */
  get done(): number {
    return this.#source?.done ?? 0;
  }

  get zoom(): number | undefined {
    return this.#camera.view?.zoom;
  }

  get chosen(): ChosenView {
    return this.#camera.chosen;
  }

  get centrePixel(): Position | undefined {
    return this.#camera.centrePixel;
  }

  /** Shows a plane, in the given view or in the one there is. */
  show(ref: PlaneRef, plane: PlaneReply, view?: ChosenView): void {
    this.#drop();
    if (view !== undefined) {
      this.#camera.choose(view);
    }
    this.#camera.image = plane;
    this.#source = new PlaneSource(this.#host, ref, plane, {
      onOverview: (progress) => {
        this.limits.suggest(progress);
        this.#invalidate();
      },
      onTile: () => this.#invalidate(),
      onError: (error) => {
        this.#listener.onTileError(error);
        this.#invalidate();
      },
      onDrop: (grid) => this.#surface.renderer.forget(grid),
    });
    this.canvas.dataset['state'] = 'loading';
    this.canvas.dataset['hdu'] = String(ref.hdu);
    this.canvas.dataset['slice'] = ref.slice.join(',');
    this.#load();
    this.#pixel = this.#hover && this.#camera.pixelAt(this.#hover);
    this.#listener.onPixel(this.#pixel);
    this.#listener.onChange();
  }

  /** Shows nothing. */
  clear(): void {
    this.#drop();
    this.canvas.dataset['state'] = 'empty';
    this.#draw();
  }

  chooseLimits(mode: LimitsMode): void {
    this.limits.choose(mode);
    this.#invalidate();
  }

  fit(): void {
    this.#camera.fit();
    this.#invalidate();
  }

  /** Sets the zoom about the pointer where there is one, else about the middle. */
  zoomTo(zoom: number): void {
    this.#camera.zoomTo(zoom, this.#hover);
    this.#invalidate();
  }

  zoomBy(direction: 1 | -1): void {
    this.zoomTo(zoomStep(this.zoom ?? 1, direction));
  }

  /** Moves the view by a share of the canvas, right and up. */
  pan(right: number, up: number): void {
    const { width, height } = this.#surface.size;
    this.#camera.pan(-right * width, up * height);
    this.#invalidate();
  }

  retryTiles(): void {
    this.#source?.retry();
    this.#invalidate();
  }

  #drop(): void {
    this.#source?.dispose();
    this.#source = undefined;
    this.#camera.image = undefined;
    this.#shown = undefined;
    this.#asked = false;
  }

  /** Asks for the overview, once the canvas has its size. */
  #load(): void {
    const source = this.#source;
    if (source === undefined || this.#asked || this.#camera.view === undefined) {
      return;
    }
    this.#asked = true;
    source.load(this.#surface.size).catch((error: unknown) => {
      if (this.#source === source) {
        this.#listener.onLoadError(error);
      }
    });
  }

  /** Tells the pixel under the pointer when it is another than before. */
  #report(): void {
    const pixel = this.#hover && this.#camera.pixelAt(this.#hover);
    if (pixel?.[0] !== this.#pixel?.[0] || pixel?.[1] !== this.#pixel?.[1]) {
      this.#pixel = pixel;
      this.#listener.onPixel(pixel);
    }
  }

  #invalidate(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => this.#draw());
    }
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { canvas, placement } = this.#camera;
    const limits = drawableLimits(this.limits.current ?? UNKNOWN_LIMITS);
    this.#shown = placement && this.#source?.drawable(canvas, placement, this.#focus());
    this.#surface.renderer.draw({
      placement: placement ?? { zoom: 1, left: 0, bottom: 0 },
      image: this.#camera.image ?? { width: 0, height: 0 },
      limits,
      grids: this.#shown?.grids ?? [],
      background: this.#surface.background,
    });
    if (this.#shown !== undefined && placement !== undefined) {
      // How each pixel came to be, for tests and assistive technology.
      const { kind, step, pending } = this.#shown;
      Object.assign(this.canvas.dataset, {
        state: pending ? 'loading' : 'ready',
        kind,
        step,
        low: limits.low,
        high: limits.high,
        ...placement,
        centre: this.#camera.view?.centre.join(','),
      });
    }
    this.#report();
    this.#seekSoon();
    this.#listener.onChange();
  }

  /** The image position whose tiles come first. */
  #focus(): Position {
    const underPointer = this.#hover && this.#camera.positionAt(this.#hover);
    return underPointer ?? this.#camera.view?.centre ?? [0, 0];
  }

  #seekSoon(): void {
    this.#seekTimer ??= setTimeout(() => {
      this.#seekTimer = undefined;
      const { canvas, placement } = this.#camera;
      if (placement !== undefined) {
        this.#source?.seek(canvas, placement, this.#focus());
      }
    }, SEEK_INTERVAL);
  }
}
