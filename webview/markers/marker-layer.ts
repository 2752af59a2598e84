import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';
import { element, setText } from '../ui/dom';
import { CanvasPainter } from './canvas-painter';
import { FrameCost } from './frame-cost';
import { GlPainter } from './gl-painter';
import type { MarkerStyle } from './marker-style';
import { sizesOf } from './marker-style';
import type { PaintedPoints } from './marker-view';
import { markerView, positionsInSight } from './marker-view';
import type { MarkerPainter } from './painter';
import type { PointIndex } from './point-index';

/** The picture rests when it has not moved for so long, in milliseconds. */
const REST = 150;

/** Markers that are drawn one by one without a GPU. */
const MOST_STAMPS = 20_000;

/** What is drawn of a table. */
export interface DrawnMarkers {
  readonly points: PointIndex;
  readonly style: MarkerStyle;
}

/** A marker that stands out: under the pointer, or selected. */
export interface MarkedPoint {
  readonly drawn: DrawnMarkers;
  readonly point: number;
}

/** The markers of all tables, on a canvas of their own. */
export class MarkerLayer implements OverlayLayer {
  readonly #note = element('div', { class: 'markers-note', attributes: { hidden: '' } });
  readonly element = element('div', { class: 'markers-layer' }, [this.#note]);
  readonly #redraw: () => void;
  readonly #onThinning: () => void;
  readonly #cost = new FrameCost();
  #canvas: HTMLCanvasElement | undefined;
  #painter: MarkerPainter | undefined;
  #tables: readonly DrawnMarkers[] = [];
  #marked: readonly (MarkedPoint & { readonly selected: boolean })[] = [];
  #camera: Camera | undefined;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #watch = 0;
  /** What is new has to go to the GPU first, which says nothing about frames. */
  #fresh = true;
  #thinning = 1;

  /**
   * @param redraw draws the layers with the next frame.
   * @param onThinning another share of the markers is shown.
   */
  constructor(redraw: () => void, onThinning: () => void) {
    this.#redraw = redraw;
    this.#onThinning = onThinning;
  }

  /** How many markers one on the screen stands for. */
  get thinning(): number {
    return this.#thinning;
  }

  get tables(): readonly DrawnMarkers[] {
    return this.#tables;
  }

  /** The tables that are drawn, the first the lowest. */
  set tables(tables: readonly DrawnMarkers[]) {
    for (const { points } of this.#tables) {
      if (!tables.some((other) => other.points === points)) {
        this.#painter?.forget(points);
      }
    }
    this.#tables = tables;
    this.#fresh = true;
    this.#redraw();
  }

  mark(hovered: MarkedPoint | undefined, selected: MarkedPoint | undefined): void {
    this.#marked = [
      ...(selected === undefined ? [] : [{ ...selected, selected: true }]),
      ...(hovered === undefined ? [] : [{ ...hovered, selected: false }]),
    ];
    this.#redraw();
  }

  /** The marker nearest to a canvas position within a reach in device pixels, the topmost table first. */
  nearest(at: Position, reach: number): MarkedPoint | undefined {
    const position = this.#camera?.positionAt(at);
    const zoom = this.#camera?.view?.zoom ?? 1;
    if (position === undefined) {
      return undefined;
    }
    for (const drawn of [...this.#tables].reverse()) {
      const point = drawn.points.nearest(...position, reach / zoom);
      if (point !== undefined) {
        return { drawn, point };
      }
    }
    return undefined;
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    this.#camera = camera;
    this.#paint(camera, undefined);
    for (const { drawn, point, selected } of this.#marked) {
      this.#ring(context, camera, drawn, point, selected);
    }
  }

  /** Every marker, however long that takes. */
  capture(context: CanvasRenderingContext2D): void {
    if (this.#camera !== undefined && this.#tables.length > 0) {
      this.#paint(this.#camera, 1);
      if (this.#canvas !== undefined) {
        context.drawImage(this.#canvas, 0, 0);
      }
    }
  }

  /** @param asked how many markers one is to stand for; undefined: as many as a frame of a motion can have. */
  #paint(camera: Camera, asked: number | undefined): void {
    const view = markerView(camera);
    if (view === undefined || (this.#tables.length === 0 && this.#painter === undefined)) {
      return;
    }
    const painter = this.#painterFor();
    const canvas = this.#canvas as HTMLCanvasElement;
    if (canvas.width !== view.width || canvas.height !== view.height) {
      canvas.width = view.width;
      canvas.height = view.height;
    }
    const painted = this.#tables.map((drawn) => paintedOf(camera, drawn));
    const count = painted.reduce(
      (sum, { ranges }) => sum + ranges.reduce((all, { from, to }) => all + to - from, 0),
      0,
    );
    const thinning =
      painter.name === 'canvas2d'
        ? 2 ** Math.ceil(Math.log2(Math.max(1, count / MOST_STAMPS)))
        : (asked ?? this.#cost.thinning(count, painter.mostThinning));
    painter.begin(view);
    this.#tables.forEach(({ points, style }, i) => {
      painter.draw(points, style, view, painted[i] as PaintedPoints, thinning);
    });
    painter.end();
    this.#tell(thinning);
    const drawn = Math.ceil(count / thinning);
    this.element.dataset['renderer'] = painter.name;
    this.element.dataset['drawn'] = String(drawn);
    if (painter.name === 'webgl2') {
      this.#watchFrame(painter, camera, { drawn, thinning, motion: asked === undefined });
    }
  }

  /** Watches when the frame is done, and draws more markers as long as there is time. */
  #watchFrame(
    painter: MarkerPainter,
    camera: Camera,
    { drawn, thinning, motion }: { drawn: number; thinning: number; motion: boolean },
  ): void {
    cancelAnimationFrame(this.#watch);
    clearTimeout(this.#restTimer);
    const fresh = this.#fresh;
    this.#fresh = false;
    const began = performance.now();
    const look = (): void => {
      if (!painter.done) {
        this.#watch = requestAnimationFrame(look);
        return;
      }
      const took = performance.now() - began;
      if (!fresh) {
        this.#cost.learn(drawn, took);
      }
      if (thinning > 1 && (fresh || this.#cost.canRefine(took))) {
        const next = fresh ? thinning : thinning / 2;
        this.#restTimer = setTimeout(() => this.#paint(camera, next), motion ? REST : 0);
      }
    };
    this.#watch = requestAnimationFrame(look);
  }

  #tell(thinning: number): void {
    if (thinning === this.#thinning) {
      return;
    }
    this.#thinning = thinning;
    this.#onThinning();
    this.#note.hidden = thinning === 1;
    if (thinning > 1) {
      setText(this.#note, `1 of ${thinning} markers shown`);
    }
  }

  #painterFor(): MarkerPainter {
    if (this.#painter === undefined) {
      const canvas = element('canvas', { class: 'markers-canvas' });
      const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
      this.#canvas = canvas;
      this.#painter =
        gl === null ? new CanvasPainter(canvas) : new GlPainter(canvas, gl, this.#redraw);
      this.element.prepend(canvas);
    }
    return this.#painter;
  }

  /** A light ring between two dark ones, about a marker. */
  #ring(
    context: CanvasRenderingContext2D,
    camera: Camera,
    drawn: DrawnMarkers,
    point: number,
    selected: boolean,
  ): void {
    const { positions, shares } = drawn.points;
    const x = positions[2 * point];
    const y = positions[2 * point + 1];
    const at = x === undefined || y === undefined ? undefined : camera.canvasPosition([x, y]);
    if (at === undefined) {
      return;
    }
    const ratio = devicePixelRatio;
    const [faint, bright] = sizesOf(drawn.style, shares !== undefined);
    const size = faint + ((bright - faint) * (shares?.[point] ?? 255)) / 255;
    context.beginPath();
    context.arc(...at, (size / 2 + (selected ? 5 : 3)) * ratio, 0, 2 * Math.PI);
    context.lineWidth = (selected ? 5 : 3.5) * ratio;
    context.strokeStyle = 'rgb(0 0 0 / 65%)';
    context.stroke();
    context.lineWidth = (selected ? 2.5 : 1.5) * ratio;
    context.strokeStyle = 'rgb(255 255 255)';
    context.stroke();
  }
}

/** What of a table is in sight. */
function paintedOf(camera: Camera, { points, style }: DrawnMarkers): PaintedPoints {
  const [faint, bright] = sizesOf(style, points.shares !== undefined);
  const sizes = [faint * devicePixelRatio, bright * devicePixelRatio] as const;
  const box = positionsInSight(camera, sizes[1]);
  return { ranges: box === undefined ? [] : points.within(box), sizes };
}
