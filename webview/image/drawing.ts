import type { Limits } from '../../src/protocol/methods';
import { RemoteError } from '../../src/protocol/rpc';
import type { MaskLayer } from '../mask/mask-layer';
import type { Aim } from './aim';
import { boxView, onImage } from './box-view';
import type { Camera } from './camera';
import { Canvas2dRenderer } from './canvas2d';
import type { ShownColours } from './colour-bar';
import { colourTable } from './colour-maps';
import { curveOf } from './curve';
import type { DisplayModel } from './display';
import type { Grid } from './grid';
import type { DisplayLimits } from './limits';
import { mark } from './marks';
import { Overlay } from './overlay';
import type { Scene } from './scene';
import type { Drawable, PlaneSource, ReadOptions } from './source';
import { drawable as drawableLimits } from './stretch';
import { Surface } from './surface';
import { tileStep } from './tiles';
import type { PixelBox, Sight } from './view';

/**
 * Tiles are asked for at most this often while the view moves, in milliseconds, and this long after the
 * zoom last came to another step: who zooms through several of them wants the last.
 */
const ASK_INTERVAL = 50;

const CANCELLED = {
  code: 'cancelled',
  message: 'Cancelled.',
  hint: undefined,
  retryable: false,
} as const;

const UNKNOWN_LIMITS = { low: 0, high: 1 } as const;

/** What is drawn. The drawing reads them anew for each frame. */
export interface Drawn {
  readonly camera: Camera;
  readonly aim: Aim;
  readonly display: DisplayModel;
  readonly limitsModel: DisplayLimits;
  /** Lies over the picture. */
  readonly mask: MaskLayer;
}

export interface DrawingListener {
  /** The canvas has another size; a frame follows. */
  onSize(): void;
  /** A frame was drawn. */
  onFrame(): void;
}

/** Draws the picture, one frame at a time, and asks for the tiles the frames lack. */
export class Drawing {
  readonly surface: Surface;
  readonly overlay = new Overlay();
  readonly #drawn: Drawn;
  readonly #listener: DrawingListener;
  #source: PlaneSource | undefined;
  #partner: PlaneSource | undefined;
  #partnerSeen = false;
  #shown: Drawable | undefined;
  #frame = 0;
  #overlayFrame = 0;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #askStep = 0;

  constructor(drawn: Drawn, listener: DrawingListener) {
    this.#drawn = drawn;
    this.#listener = listener;
    this.surface = new Surface(() => {
      drawn.camera.canvas = this.surface.size;
      listener.onSize();
      this.draw();
    });
    drawn.camera.orientation = drawn.display.current.orientation;
    drawn.display.onChange(({ orientation }) => {
      drawn.camera.orientation = orientation;
      this.invalidate();
    });
  }

  /** What the pixels come from. Dropping it leaves nothing to show. */
  get source(): PlaneSource | undefined {
    return this.#source;
  }

  set source(source: PlaneSource | undefined) {
    this.#source?.dispose();
    this.#source = source;
    this.#shown = undefined;
    this.#drawn.camera.image = source?.plane;
  }

  /** What a second picture comes from, which can take the place of the first: as large, pixel for pixel. */
  get partner(): PlaneSource | undefined {
    return this.#partner;
  }

  set partner(partner: PlaneSource | undefined) {
    this.#partner?.dispose();
    this.#partner = partner;
    this.#partnerSeen = this.#partnerSeen && partner !== undefined;
  }

  /** Whether the second picture is the one that is drawn. Both are kept ready for the view there is. */
  get partnerSeen(): boolean {
    return this.#partnerSeen;
  }

  set partnerSeen(seen: boolean) {
    this.#partnerSeen = seen && this.#partner !== undefined;
  }

  /** What the pixels drawn come from. */
  get seen(): PlaneSource | undefined {
    return this.#partnerSeen ? this.#partner : this.#source;
  }

  /** What is drawn now, or undefined where there is nothing yet. */
  get shown(): Drawable | undefined {
    return this.#shown;
  }

  /** The limits drawn with, or undefined before they are known. */
  get limits(): Limits | undefined {
    const { current } = this.#drawn.limitsModel;
    return this.seen && current && drawableLimits(current);
  }

  colouring(limits: Limits): Pick<ShownColours, 'curve' | 'colours'> {
    const { stretch, parameters, colourMap, ...options } = this.#drawn.display.current;
    const quantiles = this.seen && this.#drawn.limitsModel.quantiles;
    return {
      curve: curveOf(stretch, parameters, quantiles && { quantiles, limits }),
      colours: colourTable(colourMap, options),
    };
  }

  /** A grid will not be drawn again. */
  forget(grid: Grid): void {
    this.surface.renderer.forget(grid);
  }

  /** Draws with the next frame of the browser. */
  invalidate(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => this.draw());
    }
  }

  /** Draws what lies over the picture with the next frame of the browser, and the picture only if it must. */
  redrawOverlay(): void {
    this.#overlayFrame ||= requestAnimationFrame(() => {
      this.#overlayFrame = 0;
      this.overlay.layers.draw(this.#drawn.camera);
    });
  }

  /** Draws now. */
  draw(): void {
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#overlayFrame);
    this.#frame = 0;
    this.#overlayFrame = 0;
    const { camera, aim, mask } = this.#drawn;
    const { placement } = camera;
    const display = this.#drawn.display.current;
    const limits = this.limits ?? UNKNOWN_LIMITS;
    const sight = camera.sight(aim.hover);
    this.#source?.look(sight);
    this.#partner?.look(sight);
    mask.look(sight, camera.canvas);
    this.#shown = placement && this.seen?.drawable();
    this.surface.renderer.draw(
      this.#scene(camera, {
        grids: this.#shown?.grids ?? [],
        mask: this.#shown && !this.#partnerSeen ? mask.scene() : undefined,
      }),
    );
    const { canvas } = this.surface;
    mark(canvas, { camera, display, crosshair: aim.crosshair, limits, shown: this.#shown });
    canvas.dataset['mask'] = mask.state;
    this.overlay.update(camera, aim);
    this.overlay.layers.draw(camera);
    this.#askSoon();
    this.#listener.onFrame();
  }

  /** A copy of the picture as it is now, with the layers over it, without the crosshair. */
  capture(): HTMLCanvasElement {
    // In one task: the browser may clear what was drawn once it is on the screen.
    this.draw();
    const { canvas } = this.surface;
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    if (context !== null) {
      context.drawImage(canvas, 0, 0);
      this.overlay.layers.capture(context, this.#drawn.camera);
    }
    return copy;
  }

  /**
   * The picture of a box of image pixels, with the layers over it, apart from the screen: as fine as on it or
   * as its pixels, whichever is finer. What of it is not at hand is read.
   *
   * @throws RemoteError what reading fails with, `cancelled` where the signal says so.
   */
  async captureBox(box: PixelBox, options: ReadOptions): Promise<HTMLCanvasElement> {
    const { camera: screen, display, mask } = this.#drawn;
    const { seen } = this;
    const part = seen && onImage(box, seen.plane);
    if (seen === undefined || part === undefined) {
      throw new Error('Nothing of the cutout lies on the image. Choose another centre.');
    }
    const { orientation } = display.current;
    const camera = boxView(part, seen.plane, orientation, screen.view?.zoom ?? 1);
    const sight = camera.sight(undefined) as Sight;
    const [grids, marked] = await Promise.all([
      seen.read(sight, options),
      this.#partnerSeen ? undefined : mask.read(sight, options.signal),
      this.overlay.layers.prepare(camera, options.signal),
    ]);
    if (options.signal.aborted) {
      throw new RemoteError(CANCELLED);
    }
    const canvas = document.createElement('canvas');
    Object.assign(canvas, camera.canvas);
    new Canvas2dRenderer(canvas).draw(this.#scene(camera, { grids, mask: marked }));
    const context = canvas.getContext('2d');
    if (context !== null) {
      this.overlay.layers.capture(context, camera);
    }
    // What layers have drawn elsewhere belongs to the screen again.
    this.draw();
    return canvas;
  }

  #scene({ placement, image }: Camera, { grids, mask }: Pick<Scene, 'grids' | 'mask'>): Scene {
    const { orientation, blank } = this.#drawn.display.current;
    const limits = this.limits ?? UNKNOWN_LIMITS;
    return {
      placement: placement ?? { zoom: 1, left: 0, bottom: 0 },
      image: image ?? { width: 0, height: 0 },
      orientation,
      limits,
      ...this.colouring(limits),
      blank,
      grids,
      mask,
      background: this.surface.background,
    };
  }

  #askSoon(): void {
    const step = tileStep(this.#drawn.camera.view?.zoom ?? 1);
    if (step !== this.#askStep) {
      this.#askStep = step;
      clearTimeout(this.#askTimer);
      this.#askTimer = undefined;
    }
    this.#askTimer ??= setTimeout(() => {
      this.#askTimer = undefined;
      this.seen?.ask();
      (this.#partnerSeen ? this.#source : this.#partner)?.ask();
      this.#drawn.mask.ask();
    }, ASK_INTERVAL);
  }
}
