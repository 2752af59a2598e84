import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';
import { element, setText } from '../ui/dom';
import { CanvasPainter } from './canvas-painter';
import { FrameCost } from './frame-cost';
import { GlPainter } from './gl-painter';
import { sizesOf } from './marker-style';
import type { MarkerView, PaintedPoints } from './marker-view';
import { markerView, positionsInSight } from './marker-view';
import type { DrawnMarkers, MarkedPoint, RingedPoint } from './marked-point';
import { drawRing } from './marker-ring';
import { shiftOf } from './moved-view';
import type { MarkerPainter } from './painter';

/** The picture rests when it has not moved for so long, in milliseconds. */
const REST = 150;

/** Markers that are to grow or shrink by more than this with a zoom are drawn anew. */
const MOST_SCALE = 1.5;

/** Drawn anew at rest where less of the margin is left. */
const SPARE = 0.5;

/** What is on the canvas. */
interface Painted {
  readonly view: MarkerView;
  readonly count: number;
  readonly thinning: number;
  /** When it was done; undefined while it is not. */
  doneAt: number | undefined;
}

/**
 * The markers of all tables, on a canvas of their own. To draw very many takes longer than a frame has, so the
 * canvas, which is larger than the view, moves with the picture; it is drawn anew when the picture rests, and
 * before that where it costs little.
 */
export class MarkerLayer implements OverlayLayer {
  readonly #note = element('div', { class: 'markers-note', attributes: { hidden: '' } });
  readonly element = element('div', { class: 'markers-layer' }, [this.#note]);
  readonly #redraw: () => void;
  readonly #onThinning: () => void;
  #canvas: HTMLCanvasElement | undefined;
  #painter: MarkerPainter | undefined;
  #cost = new FrameCost(0);
  #painted: Painted | undefined;
  #tables: readonly DrawnMarkers[] = [];
  #marked: readonly RingedPoint[] = [];
  /** That of the screen. */
  #camera: Camera | undefined;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #restFrame = 0;
  #watch = 0;
  /** What is new has to go to the GPU first, which says nothing about frames. */
  #fresh = true;
  #thinning = 1;
  #transform = '';

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
    this.#renew();
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
    this.#camera ??= camera;
    if (camera === this.#camera) {
      this.#follow(camera);
    }
    this.#marked.forEach((marked) => drawRing(context, camera, marked));
  }

  /** Every marker, however long that takes. */
  capture(context: CanvasRenderingContext2D, camera: Camera): void {
    const view = markerView(camera);
    if (view !== undefined && this.#tables.length > 0) {
      this.#paint(camera, view, () => 1);
      if (this.#canvas !== undefined) {
        context.drawImage(this.#canvas, -view.margin[0], -view.margin[1]);
      }
      if (camera !== this.#camera) {
        this.#renew();
      }
    }
  }

  /** Moves what is drawn to where the picture is now, or draws it anew. */
  #follow(camera: Camera): void {
    const view = markerView(camera);
    if (view === undefined || (this.#tables.length === 0 && this.#painter === undefined)) {
      return;
    }
    const painted = this.#painted;
    const shift = painted && shiftOf(painted.view, view);
    if (painted === undefined || shift === undefined || this.#fresh) {
      this.#paint(camera, view, (count) => this.#cost.thinning(count, this.#mostThinning));
      return;
    }
    const { scale, spare } = shift;
    const isThere = scale === 1 && spare >= 0;
    const isFar = spare < 0 || Math.max(scale, 1 / scale) > MOST_SCALE;
    const { doneAt } = painted;
    const mayPaint = doneAt !== undefined && performance.now() - doneAt >= this.#cost.pause;
    if (!isThere && (this.#cost.isCheap(painted.count) || (isFar && mayPaint))) {
      this.#paint(camera, view, (count) => this.#cost.thinning(count, this.#mostThinning));
      return;
    }
    const moved = this.#place(view, shift.corner, scale);
    if (moved) {
      this.#restIn(REST);
    }
  }

  /** The picture rests: draws anew what does not lie as it should, and more markers as long as there is time. */
  #rest(): void {
    const camera = this.#camera;
    const view = camera && markerView(camera);
    const painted = this.#painted;
    if (camera === undefined || view === undefined || painted === undefined) {
      return;
    }
    if (painted.doneAt === undefined) {
      this.#restIn(REST);
      return;
    }
    const shift = shiftOf(painted.view, view);
    const { thinning } = painted;
    if (shift?.scale !== 1 || shift.spare < SPARE) {
      this.#paint(camera, view, (count) => this.#cost.restThinning(count, this.#mostThinning));
    } else if (thinning > 1 && this.#cost.canRefine) {
      this.#paint(camera, view, () => thinning / 2);
    }
  }

  #restIn(milliseconds: number): void {
    clearTimeout(this.#restTimer);
    cancelAnimationFrame(this.#restFrame);
    this.#restTimer = setTimeout(() => {
      // Where frames take long, one in which the picture moves may be on its way.
      this.#restFrame = requestAnimationFrame(() => {
        this.#restFrame = requestAnimationFrame(() => this.#rest());
      });
    }, milliseconds);
  }

  /** @param thinningOf how many markers one is to stand for where there are so many. */
  #paint(camera: Camera, view: MarkerView, thinningOf: (count: number) => number): void {
    const painter = this.#painterFor();
    const canvas = this.#canvas as HTMLCanvasElement;
    if (canvas.width !== view.width || canvas.height !== view.height) {
      canvas.width = view.width;
      canvas.height = view.height;
    }
    const parts = this.#tables.map((drawn) => paintedOf(camera, view, drawn));
    const count = parts.reduce(
      (sum, { ranges }) => sum + ranges.reduce((all, { from, to }) => all + to - from, 0),
      0,
    );
    const thinning = thinningOf(count);
    const began = performance.now();
    painter.begin(view);
    this.#tables.forEach(({ points, style }, i) => {
      painter.draw(points, style, view, parts[i] as PaintedPoints, thinning);
    });
    painter.end();
    this.#place(view, [-view.margin[0], -view.margin[1]], 1);
    this.#tell(thinning);
    const drawn = Math.ceil(count / thinning);
    this.element.dataset['renderer'] = painter.name;
    this.element.dataset['drawn'] = String(drawn);
    const painted: Painted = { view, count, thinning, doneAt: undefined };
    this.#painted = painted;
    this.#watchFrame(painter, painted, began);
  }

  /** Watches when what was drawn is there. */
  #watchFrame(painter: MarkerPainter, painted: Painted, began: number): void {
    cancelAnimationFrame(this.#watch);
    const fresh = this.#fresh && painter.name === 'webgl2';
    this.#fresh = false;
    const look = (): void => {
      if (!painter.done) {
        this.#watch = requestAnimationFrame(look);
        return;
      }
      painted.doneAt = performance.now();
      if (!fresh) {
        this.#cost.learn(Math.ceil(painted.count / painted.thinning), painted.doneAt - began);
      }
      this.#restIn(REST);
    };
    if (painter.name === 'webgl2') {
      this.#watch = requestAnimationFrame(look);
    } else {
      look();
    }
  }

  /** Puts the canvas where it belongs; false where it is there. */
  #place({ width, height, margin }: MarkerView, [x, y]: Position, scale: number): boolean {
    const { style } = this.#canvas as HTMLCanvasElement;
    const transform = `translate(${(100 * x) / width}%, ${(100 * y) / height}%) scale(${scale})`;
    if (this.#transform === transform) {
      return false;
    }
    this.#transform = transform;
    style.width = `${(100 * width) / (width - 2 * margin[0])}%`;
    style.height = `${(100 * height) / (height - 2 * margin[1])}%`;
    style.transform = transform;
    return true;
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

  get #mostThinning(): number {
    return this.#painterFor().mostThinning;
  }

  #renew(): void {
    this.#fresh = true;
    this.#redraw();
  }

  #painterFor(): MarkerPainter {
    if (this.#painter === undefined) {
      const canvas = element('canvas', { class: 'markers-canvas' });
      const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
      this.#canvas = canvas;
      this.#painter =
        gl === null ? new CanvasPainter(canvas) : new GlPainter(canvas, gl, () => this.#renew());
      this.#cost = new FrameCost(this.#painter.restBudget);
      this.element.prepend(canvas);
    }
    return this.#painter;
  }
}

/** What of a table is in sight. */
function paintedOf(
  camera: Camera,
  view: MarkerView,
  { points, style }: DrawnMarkers,
): PaintedPoints {
  const [faint, bright] = sizesOf(style, points.shares !== undefined);
  const sizes = [faint * devicePixelRatio, bright * devicePixelRatio] as const;
  const box = positionsInSight(camera, view, sizes[1]);
  return { ranges: box === undefined ? [] : points.within(box), sizes };
}
