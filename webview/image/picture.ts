import type { Limits, PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { Profile, Subject } from '../inspector/subject';
import { MaskLayer } from '../mask/mask-layer';
import { MaskModel } from '../mask/mask-model';
import type { OverlayLayer } from '../overlay/layer';
import type { ShownPlane } from '../overlay/stand';
import type { PointerTool } from '../overlay/tool';
import type { CrosshairState } from './aim';
import { Aim } from './aim';
import type { ChosenView } from './camera';
import { Camera } from './camera';
import type { ShownColours } from './colour-bar';
import type { DisplayModel } from './display';
import { Drawing } from './drawing';
import type { Gestures } from './gestures';
import { floatsOf } from './grid';
import type { Host } from './host';
import type { LimitsMode } from './limits';
import { DisplayLimits } from './limits';
import { pointAt } from './pointing';
import { profileOf } from './profile';
import type { Drawable, ReadOptions } from './source';
import { PlaneSource } from './source';
import type { PixelBox, Position } from './view';
import { zoomStep } from './view';

export interface PictureListener {
  /** The view, the limits, a mode or what is shown of the picture changed. */
  onChange(): void;
  /** The pixel in question is another, or none: see `Picture.activePixel`. */
  onPixel(pixel: Position | undefined): void;
  /** The overview failed: there is no picture. */
  onLoadError(error: unknown): void;
  /** A part failed: the picture stays, coarser there. */
  onTileError(error: unknown): void;
  /** Pixels are broken, a sentence each; the picture has gaps there. */
  onProblems(problems: readonly string[]): void;
}

/** The picture of one plane on its canvas. Pixels and positions are those of the file, 0-based. */
export class Picture implements Subject {
  /** Those of the first picture, whichever is shown. */
  readonly ownLimits: DisplayLimits;
  readonly #partnerLimits = new DisplayLimits();
  readonly #host: Host;
  readonly #display: DisplayModel;
  readonly #listener: PictureListener;
  readonly #camera = new Camera();
  readonly #aim = new Aim(this.#camera);
  readonly #mask: MaskLayer;
  readonly #drawing: Drawing;
  readonly #gestures: Gestures;
  /** Whether the overview has been asked for. */
  #asked = false;
  #partnerAsked = false;
  #pixel: Position | undefined;
  #boxZoom = false;
  #tool: PointerTool | undefined;
  #restingTool: PointerTool | undefined;

  /** `mask` is told which mask the plane on show has, and says how it is to be shown. */
  constructor(
    host: Host,
    display: DisplayModel,
    limits: LimitsMode,
    listener: PictureListener,
    mask = new MaskModel(),
  ) {
    this.#host = host;
    this.#display = display;
    this.#listener = listener;
    this.ownLimits = new DisplayLimits(limits);
    this.#mask = new MaskLayer(host, mask, {
      onChange: () => this.#drawing.invalidate(),
      onError: (error) => listener.onTileError(error),
      onDrop: (grid) => this.#drawing.forget(grid),
    });
    const limitsShown = (): DisplayLimits => this.limitsModel;
    const drawn = {
      camera: this.#camera,
      aim: this.#aim,
      display,
      get limitsModel() {
        return limitsShown();
      },
      mask: this.#mask,
    };
    this.#drawing = new Drawing(drawn, {
      onSize: () => {
        this.#load();
        this.#loadPartner();
      },
      onFrame: () => {
        this.#report();
        listener.onChange();
      },
    });
    this.canvas.dataset['state'] = 'empty';
    this.#gestures = pointAt({
      ...drawn,
      drawing: this.#drawing,
      isBoxZoom: () => this.#boxZoom,
      tool: () => this.#tool,
      onHover: () => {
        this.#drawing.overlay.update(this.#camera, this.#aim);
        this.#report();
      },
      onBoxZoomed: () => (this.boxZoom = false),
      onResetColours: () => this.resetColours(),
    });
  }

  /** The limits of the picture shown. */
  get limitsModel(): DisplayLimits {
    return this.#drawing.partnerSeen ? this.#partnerLimits : this.ownLimits;
  }

  /** Where image positions lie on the canvas. */
  get camera(): Camera {
    return this.#camera;
  }

  get canvas(): HTMLCanvasElement {
    return this.#drawing.surface.canvas;
  }

  /** Lies over the canvas. */
  get overlay(): HTMLElement {
    return this.#drawing.overlay.element;
  }

  get ref(): PlaneRef | undefined {
    return this.#drawing.seen?.ref;
  }

  get plane(): PlaneReply | undefined {
    return this.#drawing.seen?.plane;
  }

  /** What is drawn now, or undefined where there is nothing yet. */
  get shown(): Drawable | undefined {
    return this.#drawing.shown;
  }

  /** Share of the overview that has been read, 0 to 1. */
  get done(): number {
    return this.#drawing.seen?.done ?? 0;
  }

  /** Whether part of the mask that is to be shown is still to come. */
  get maskPending(): boolean {
    return this.#mask.state === 'loading';
  }

  get valuesKind(): Drawable['kind'] | undefined {
    return this.limitsModel.kind;
  }

  get overviewStep(): number | undefined {
    return this.#drawing.seen?.overview?.step;
  }

  get limits(): Limits | undefined {
    return this.#drawing.limits;
  }

  get quantiles(): Float32Array | undefined {
    return this.plane && this.limitsModel.quantiles;
  }

  /** Which colour is which value, or undefined before anything is known. */
  get colours(): ShownColours | undefined {
    const { limits, plane } = this;
    return limits && { ...this.#drawing.colouring(limits), limits, unit: plane?.unit };
  }

  get viewBox(): PixelBox | undefined {
    return this.#camera.box;
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

  /** The pinned pixel, else the one under the pointer, else where the keyboard looks, else none. */
  get activePixel(): Position | undefined {
    return this.#aim.pixel;
  }

  profile(along: 'row' | 'column', [x, y]: Position): Profile | undefined {
    const { plane, viewBox: box } = this;
    const { seen: source } = this.#drawing;
    if (plane === undefined || box === undefined || source === undefined) {
      return undefined;
    }
    const line = along === 'row' ? { ...box, y0: y, y1: y + 1 } : { ...box, x0: x, x1: x + 1 };
    return profileOf(source.gridsOver(line), plane, box, along, [x, y]);
  }

  /** Shows a plane, in the given view or in the one there is. */
  show(ref: PlaneRef, plane: PlaneReply, view?: ChosenView): void {
    if (view !== undefined) {
      this.#camera.choose(view);
    }
    this.#asked = false;
    this.partner = undefined;
    this.#drawing.source = this.#makeSource(ref, plane, this.ownLimits);
    this.#mask.plane = plane;
    this.#aim.bound();
    Object.assign(this.canvas.dataset, {
      state: 'loading',
      hdu: ref.hdu,
      slice: ref.slice.join(),
    });
    this.#load();
    this.#pixel = this.#aim.pixel;
    this.#listener.onPixel(this.#pixel);
    this.#listener.onChange();
  }

  /** The plane that can be shown in place of the first one, on its pixels; another `show` ends it. */
  get partner(): ShownPlane | undefined {
    const source = this.#drawing.partner;
    return source && { ref: source.ref, plane: source.plane };
  }

  set partner(partner: ShownPlane | undefined) {
    this.showPartner = false;
    this.#partnerAsked = false;
    if (partner !== undefined) {
      this.#partnerLimits.newImage();
    }
    this.#drawing.partner =
      partner && this.#makeSource(partner.ref, partner.plane, this.#partnerLimits);
    this.#loadPartner();
    this.#drawing.invalidate();
  }

  /** Which of both is shown. `ref`, `plane`, limits and profiles are those of the one that is. */
  get showPartner(): boolean {
    return this.#drawing.partnerSeen;
  }

  set showPartner(show: boolean) {
    const before = this.#drawing.partnerSeen;
    this.#drawing.partnerSeen = show;
    if (this.#drawing.partnerSeen !== before) {
      this.#drawing.invalidate();
      this.#listener.onPixel(this.#pixel);
    }
  }

  /** Puts the view where another one looks. */
  look(view: ChosenView): void {
    this.#camera.choose(view);
    this.#drawing.invalidate();
  }

  /** Shows nothing. */
  clear(): void {
    this.partner = undefined;
    this.#drawing.source = undefined;
    this.#mask.plane = undefined;
    this.canvas.dataset['state'] = 'empty';
    this.#drawing.draw();
  }

  chooseLimits(mode: LimitsMode): void {
    this.limitsModel.choose(mode);
    this.#drawing.invalidate();
  }

  fit(): void {
    this.#camera.fit();
    this.#drawing.invalidate();
  }

  /** Sets the zoom about the pointer where there is one, else about the middle. */
  zoomTo(zoom: number): void {
    this.#camera.zoomTo(zoom, this.#aim.hover);
    this.#drawing.invalidate();
  }

  zoomBy(direction: 1 | -1): void {
    this.zoomTo(zoomStep(this.zoom ?? 1, direction));
  }

  /** Moves the view by a share of the canvas, right and up on the screen. */
  pan(right: number, up: number): void {
    const { width, height } = this.#camera.canvas;
    this.#camera.pan(-right * width, up * height);
    this.#aim.byKeyboard = true;
    this.#drawing.invalidate();
  }

  /** Moves the view as a drag does, by device pixels. */
  drag(right: number, down: number): void {
    this.#camera.pan(right, down);
    this.#drawing.invalidate();
  }

  /** Puts a pixel in the middle and pins the crosshair to it. */
  goTo(pixel: Position): void {
    this.#camera.centreOn(pixel);
    this.crosshair = { shown: true, pixel };
  }

  /** Moves just far enough to have an image position in sight. */
  reveal(position: Position): void {
    this.#camera.reveal(position);
    this.#drawing.invalidate();
  }

  retryTiles(): void {
    this.#drawing.source?.retry();
    this.#drawing.partner?.retry();
    this.#mask.retry();
    this.#drawing.invalidate();
  }

  /** Whether the next drag draws a rubber band and zooms to it. */
  get boxZoom(): boolean {
    return this.#boxZoom;
  }

  set boxZoom(boxZoom: boolean) {
    this.#boxZoom = boxZoom;
    this.canvas.classList.toggle('boxing', boxZoom);
    this.#listener.onChange();
  }

  get crosshair(): CrosshairState {
    return this.#aim.crosshair;
  }

  set crosshair(crosshair: CrosshairState) {
    this.#aim.crosshair = crosshair;
    this.#aim.bound();
    this.#drawing.invalidate();
  }

  /** Moves the crosshair by pixels, right and up on the screen; false while there is none. */
  nudge(right: number, up: number): boolean {
    const moved = this.#aim.nudge(right, up);
    if (moved) {
      this.#drawing.invalidate();
    }
    return moved;
  }

  /** Lets go of what the pointer holds: a rubber band, what a tool has taken. False where it holds nothing. */
  abandon(): boolean {
    return this.#gestures.abandonBand() || this.#gestures.abandonGrip();
  }

  /** Ends what is going on: what the pointer holds, the box zoom, a tool, a pinned crosshair. False where nothing is. */
  escape(): boolean {
    if (this.abandon()) {
      return true;
    }
    if (this.#boxZoom) {
      this.boxZoom = false;
      return true;
    }
    if (this.#tool?.escape() === true) {
      return true;
    }
    const unpinned = this.#aim.unpin();
    if (unpinned) {
      this.#drawing.invalidate();
    }
    return unpinned;
  }

  resetColours(): void {
    this.#display.change({ contrast: 1, bias: 0.5 });
  }

  /** Draws over the picture from now on, above the layers before. */
  addLayer(layer: OverlayLayer): void {
    this.#drawing.overlay.layers.add(layer);
  }

  /** What is drawn over the picture has changed, the picture has not. */
  redrawOverlay(): void {
    this.#drawing.redrawOverlay();
  }

  /** The tool there is where no other is in use. */
  set restingTool(tool: PointerTool | undefined) {
    if (this.#tool === this.#restingTool) {
      this.#tool = tool;
    }
    this.#restingTool = tool;
  }

  /** Whether a press there, in device pixels of the canvas, is a tool's, or begins a rubber band. */
  takes(at: Position): boolean {
    return this.#boxZoom || this.#tool?.hover(at) !== undefined;
  }

  /** Takes presses before the picture does; undefined: the resting one. The one before lets go of what it held. */
  get tool(): PointerTool | undefined {
    return this.#tool;
  }

  set tool(chosen: PointerTool | undefined) {
    const tool = chosen ?? this.#restingTool;
    if (tool !== this.#tool) {
      this.#tool?.escape();
      this.#tool = tool;
      this.#gestures.toolCursor = undefined;
      this.#listener.onChange();
    }
  }

  /** A copy of the picture as it is on the screen now, with the layers over it, without the crosshair. */
  capture(): HTMLCanvasElement {
    return this.#drawing.capture();
  }

  /** The picture of a box of image pixels, half-open, apart from the screen: see `Drawing.captureBox`. */
  captureBox(box: PixelBox, options: ReadOptions): Promise<HTMLCanvasElement> {
    return this.#drawing.captureBox(box, options);
  }

  #makeSource(ref: PlaneRef, plane: PlaneReply, limits: DisplayLimits): PlaneSource {
    return new PlaneSource(this.#host, ref, plane, {
      onOverview: (progress) => {
        const quantiles = floatsOf(progress.quantiles);
        limits.suggest({ ...progress, quantiles, kind: progress.values });
        this.#drawing.invalidate();
      },
      onTile: () => this.#drawing.invalidate(),
      onError: (error) => {
        this.#listener.onTileError(error);
        this.#drawing.invalidate();
      },
      onProblems: (problems) => this.#listener.onProblems(problems),
      onDrop: (grid) => this.#drawing.forget(grid),
    });
  }

  /** Asks for the overview, once the canvas has its size. */
  #load(): void {
    const { source } = this.#drawing;
    if (source === undefined || this.#asked || this.#camera.view === undefined) {
      return;
    }
    this.#asked = true;
    source.load(this.#camera.canvas).catch((error: unknown) => {
      if (this.#drawing.source === source) {
        this.#listener.onLoadError(error);
      }
    });
  }

  #loadPartner(): void {
    const { partner } = this.#drawing;
    if (partner === undefined || this.#partnerAsked || this.#camera.view === undefined) {
      return;
    }
    this.#partnerAsked = true;
    partner.load(this.#camera.canvas).catch((error: unknown) => {
      if (this.#drawing.partner === partner) {
        this.#listener.onTileError(error);
      }
    });
  }

  /** Tells the pixel in question when it is another than before. */
  #report(): void {
    const { pixel } = this.#aim;
    if (pixel?.[0] !== this.#pixel?.[0] || pixel?.[1] !== this.#pixel?.[1]) {
      this.#pixel = pixel;
      this.#listener.onPixel(pixel);
    }
  }
}
