import type { PlotArea } from '../../../src/protocol/plot';
import { type Axis, fromShare, moved, partOf, zoomed } from '../../inspector/axis';
import { onThemeChange } from '../../inspector/chart-style';
import { movedTo, panned, zoomedAt } from '../../search/footprints/moves';
import type { SkyMap } from '../../search/footprints/sky-map';
import type { SkyView } from '../../search/footprints/sky-view';
import { directionAt, vectorAt } from '../../search/footprints/vector';
import { element } from '../../ui/dom';
import { CanvasInk } from './canvas-ink';
import { paintPlot, placer } from './paint-plot';
import { skyMapOf } from './paint-sky';
import type { Axes, PlotFrame } from './plot-frame';
import { listenToPointer, type PlotTool, type Spot } from './plot-pointer';
import type { PlotScene } from './plot-scene';
import { type PlotStyle, readPlotStyle } from './plot-style';
import { countAt, readingText } from './reading';

export interface PlotCanvasActions {
  /** The user zoomed or panned. */
  onAxes(axes: Axes): void;
  onSky(view: SkyView): void;
  onReset(): void;
  /** An area was drawn around rows. @param adds whether they are to join those that are chosen */
  onBrush(area: PlotArea, adds: boolean): void;
  /** One row was pointed at. */
  onRow(row: number, adds: boolean): void;
  onClear(): void;
  /** What is under the pointer, in words. */
  onRead(words: string): void;
}

/** Share of an axis that an arrow key moves it by. */
const STEP = 0.1;
/** How near to a point a click takes it, in CSS pixels. */
const REACH = 8;
/** A box to zoom to is at least so long each way. */
const LEAST_BOX = 5;

/** A plot on a canvas that fills its element: zoomed, panned, and read. */
export class PlotCanvas {
  readonly #canvas = element('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly #top = element('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly element = element(
    'div',
    { class: 'plots-view', attributes: { tabindex: '0', role: 'img', 'aria-label': 'Plot' } },
    [this.#canvas, this.#top],
  );
  readonly #actions: PlotCanvasActions;
  #tool: PlotTool = 'zoom';
  #isBusy = false;
  #scene: PlotScene | undefined;
  #style: PlotStyle | undefined;
  #plotFrame: PlotFrame | undefined;
  #frame: number | undefined;

  constructor(actions: PlotCanvasActions) {
    this.#actions = actions;
    listenToPointer(this.element, () => this.#tool, {
      onHover: (at) => this.#hover(at),
      onClick: (at, adds) => this.#click(at, adds),
      onDraw: (tool, line) => this.#drawLine(tool, line),
      onDrawn: (tool, line, adds) => this.#drawn(tool, line, adds),
      onPan: (from, to) => this.#pan(to[0] - from[0], to[1] - from[1]),
      onZoom: (factor, at) => this.#zoom(factor, at),
      onReset: () => actions.onReset(),
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
    onThemeChange(() => {
      this.#style = undefined;
      this.#draw();
    });
  }

  set tool(tool: PlotTool) {
    this.#tool = tool;
    this.element.dataset['tool'] = tool;
  }

  /** Whether another plot is on its way. */
  set isBusy(busy: boolean) {
    this.#isBusy = busy;
    if (busy) {
      this.element.dataset['state'] = 'busy';
    } else {
      this.#draw();
    }
  }

  show(scene: PlotScene | undefined): void {
    this.#scene = scene;
    this.#draw();
  }

  /** What is drawn, and how; undefined while there is nothing. */
  get shown(): { readonly scene: PlotScene; readonly style: PlotStyle } | undefined {
    return this.#scene && this.#style && { scene: this.#scene, style: this.#style };
  }

  /** Room of the plot, CSS pixels. */
  get size(): { readonly width: number; readonly height: number } {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  #draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint();
    });
  }

  #paint(): void {
    const { width, height } = this.size;
    const context = this.#canvas.getContext('2d');
    if (width === 0 || height === 0 || context === null) {
      return;
    }
    const style = (this.#style ??= readPlotStyle(this.element));
    const ink = new CanvasInk(context, width, height, window.devicePixelRatio, style.font);
    this.#plotFrame = this.#scene && paintPlot(ink, this.#scene, style);
    this.element.toggleAttribute('data-drawn', this.#scene !== undefined);
    const data = this.#scene?.data;
    Object.assign(this.element.dataset, {
      state: this.#isBusy ? 'busy' : data === undefined ? 'empty' : 'ready',
      kind: this.#scene?.sky?.kind ?? data?.kind ?? '',
      rows: String(data?.within ?? 0),
      cells: String(data?.counts.length ?? 0),
      most: String(data?.counts.reduce((most, count) => Math.max(most, count), 0) ?? 0),
    });
  }

  /** The position in shares of the axes. */
  #shares([x, y]: Spot): readonly [x: number, y: number] | undefined {
    const frame = this.#plotFrame;
    return frame && [(x - frame.left) / frame.width, 1 - (y - frame.top) / frame.height];
  }

  #valueAt(at: Spot): readonly [x: number, y: number] | undefined {
    const [shares, axes] = [this.#shares(at), this.#scene?.axes];
    return shares && axes && [fromShare(axes.x, shares[0]), fromShare(axes.y, shares[1])];
  }

  #skyMap():
    { readonly map: SkyMap; readonly view: SkyView; readonly frame: PlotFrame } | undefined {
    const [view, frame] = [this.#scene?.sky, this.#plotFrame];
    return view && frame && { map: skyMapOf(frame, view), view, frame };
  }

  #hover(at: Spot | undefined): void {
    this.#actions.onRead(at === undefined ? '' : this.#reading(at));
  }

  #reading(at: Spot): string {
    const sky = this.#skyMap();
    if (sky !== undefined) {
      const direction = sky.map.directionAt([at[0] - sky.frame.left, at[1] - sky.frame.top]);
      const [ra, dec] = direction ? directionAt(direction) : [];
      return ra === undefined || dec === undefined
        ? ''
        : `RA ${ra.toFixed(4)}° · Dec ${dec.toFixed(4)}°`;
    }
    const [shares, value] = [this.#shares(at), this.#valueAt(at)];
    const data = this.#scene?.data;
    const inside = shares?.every((share) => share >= 0 && share <= 1) === true;
    if (!inside || value === undefined || data === undefined) {
      return '';
    }
    const [x, y] = value;
    return readingText(x, data.kind === 'histogram' ? undefined : y, countAt(data, x, y));
  }

  #click(at: Spot, adds: boolean): void {
    const row = this.#rowNear(at);
    if (row !== undefined) {
      this.#actions.onRow(row, adds);
    }
  }

  /** The row of the nearest point, where points are drawn by themselves. */
  #rowNear([x, y]: Spot): number | undefined {
    const [scene, frame] = [this.#scene, this.#plotFrame];
    if (scene === undefined || frame === undefined || scene.scale !== undefined) {
      return undefined;
    }
    const { points, pointRows } = scene.data;
    const sky = this.#skyMap();
    const place = placer(scene.axes, frame);
    let best: number | undefined;
    let least = REACH;
    pointRows.forEach((row, k) => {
      const [px, py] = [points[2 * k] as number, points[2 * k + 1] as number];
      const spot = sky === undefined ? [place.x(px), place.y(py)] : spotOnSky(sky, px, py);
      const distance =
        spot === undefined ? Infinity : Math.hypot((spot[0] ?? 0) - x, (spot[1] ?? 0) - y);
      if (distance < least) {
        [best, least] = [row, distance];
      }
    });
    return best;
  }

  #drawLine(tool: PlotTool, line: readonly Spot[] | undefined): void {
    const { width, height } = this.size;
    const context = this.#top.getContext('2d');
    if (context === null || width === 0 || height === 0) {
      return;
    }
    const ratio = window.devicePixelRatio;
    this.#top.width = Math.round(width * ratio);
    this.#top.height = Math.round(height * ratio);
    const style = this.#style;
    if (line === undefined || style === undefined) {
      return;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.beginPath();
    outlineOf(tool, line).forEach(([x, y], k) =>
      k === 0 ? context.moveTo(x, y) : context.lineTo(x, y),
    );
    context.closePath();
    context.globalAlpha = 0.15;
    context.fillStyle = tool === 'zoom' ? style.text : style.chosen;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = context.fillStyle;
    context.setLineDash([4, 3]);
    context.stroke();
  }

  #drawn(tool: PlotTool, line: readonly Spot[], adds: boolean): void {
    const outline = outlineOf(tool, line);
    if (tool === 'zoom') {
      this.#zoomToBox(line);
      return;
    }
    const sky = this.#skyMap();
    if (sky !== undefined) {
      const { map, view, frame } = sky;
      const corners = outline.map(([x, y]): [number, number] => [
        (frame.left + frame.width / 2 - x) / map.scale,
        (frame.top + frame.height / 2 - y) / map.scale,
      ]);
      this.#actions.onBrush({ kind: 'sky', projection: projectionOf(view), corners }, adds);
      return;
    }
    const corners = outline.flatMap((spot) => {
      const value = this.#valueAt(spot);
      return value === undefined ? [] : [value];
    });
    const [first, , third] = corners;
    if (tool === 'lasso' && this.#scene?.data.kind !== 'histogram') {
      this.#actions.onBrush({ kind: 'lasso', corners }, adds);
    } else if (first !== undefined && third !== undefined) {
      const xs = corners.map(([x]) => x);
      const ys = corners.map(([, y]) => y);
      const flat = this.#scene?.data.kind === 'histogram';
      this.#actions.onBrush(
        {
          kind: 'rectangle',
          x: [Math.min(...xs), Math.max(...xs)],
          y: flat ? undefined : [Math.min(...ys), Math.max(...ys)],
        },
        adds,
      );
    }
  }

  #zoomToBox(line: readonly Spot[]): void {
    const [from, to] = line;
    if (from === undefined || to === undefined) {
      return;
    }
    const [across, down] = [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
    const sky = this.#skyMap();
    if (sky !== undefined) {
      const { map, view, frame } = sky;
      const { width, height } = frame;
      const middle: Spot = [(from[0] + to[0]) / 2 - frame.left, (from[1] + to[1]) / 2 - frame.top];
      const direction = map.directionAt(middle);
      const share = Math.max(across / width, down / height);
      if (direction !== undefined && Math.max(across, down) > LEAST_BOX) {
        const closer = zoomedAt(view, map.size, Math.max(share, 1e-3), middle);
        this.#actions.onSky(movedTo(closer, map.size, direction, [width / 2, height / 2]));
      }
      return;
    }
    const [a, b] = [this.#shares(from), this.#shares(to)];
    if (a !== undefined && b !== undefined) {
      this.#change((axis, at) => {
        // A drag along one axis zooms that one.
        const enough = (at === 0 ? across : down) > LEAST_BOX;
        const clip = (share: number): number => Math.min(Math.max(share, 0), 1);
        return enough ? partOf(axis, clip(a[at]), clip(b[at])) : axis;
      });
    }
  }

  #pan(right: number, down: number): void {
    const [sky, frame] = [this.#skyMap(), this.#plotFrame];
    if (sky !== undefined) {
      this.#actions.onSky(panned(sky.view, sky.map.size, right, down));
    } else if (frame !== undefined) {
      this.#change((axis, at) =>
        moved(axis, at === 0 ? -right / frame.width : down / frame.height),
      );
    }
  }

  /** Beside the plot, along an axis, only that one is zoomed. */
  #zoom(factor: number, at: Spot): void {
    const sky = this.#skyMap();
    if (sky !== undefined) {
      const spot: Spot = [at[0] - sky.frame.left, at[1] - sky.frame.top];
      this.#actions.onSky(zoomedAt(sky.view, sky.map.size, factor, spot));
      return;
    }
    const shares = this.#shares(at);
    if (shares !== undefined) {
      const besideY = shares[0] < 0;
      const belowX = shares[1] < 0;
      this.#change((axis, which) =>
        (which === 0 ? besideY && !belowX : belowX && !besideY)
          ? axis
          : zoomed(axis, factor, Math.min(Math.max(shares[which], 0), 1)),
      );
    }
  }

  #change(change: (axis: Axis, which: 0 | 1) => Axis): void {
    const scene = this.#scene;
    if (scene !== undefined) {
      const { axes, data } = scene;
      // The height of a histogram goes by what it holds.
      const y = data.kind === 'histogram' ? axes.y : change(axes.y, 1);
      this.#actions.onAxes({ x: change(axes.x, 0), y });
    }
  }

  /** Arrow keys move the view, plus and minus zoom, 0 shows all, Escape chooses nothing. */
  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (this.#scene === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { width, height } = this.size;
    const [right, up] = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowDown: [0, -1],
      ArrowUp: [0, 1],
    }[key] ?? [0, 0];
    const factor = { '+': 0.5, '=': 0.5, '-': 2 }[key];
    if (right !== 0 || up !== 0) {
      this.#pan(-STEP * width * (right ?? 0), STEP * height * (up ?? 0));
    } else if (factor !== undefined) {
      const {
        left,
        top,
        width: across = 0,
        height: tall = 0,
      } = this.#plotFrame ?? { left: 0, top: 0 };
      this.#zoom(factor, [left + across / 2, top + tall / 2]);
    } else if (key === '0') {
      this.#actions.onReset();
    } else if (key === 'Escape') {
      this.#actions.onClear();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function spotOnSky(
  { map, frame }: { readonly map: SkyMap; readonly frame: PlotFrame },
  longitude: number,
  latitude: number,
): Spot | undefined {
  const spot = map.spotOf(vectorAt(longitude, latitude));
  return spot && [spot[0] + frame.left, spot[1] + frame.top];
}

/** The corners of what is drawn. */
function outlineOf(tool: PlotTool, line: readonly Spot[]): readonly Spot[] {
  const [a, b] = line;
  return tool === 'lasso' || a === undefined || b === undefined
    ? line
    : [a, [b[0], a[1]], b, [a[0], b[1]]];
}

function projectionOf(view: SkyView): Extract<PlotArea, { kind: 'sky' }>['projection'] {
  return view.kind === 'all-sky'
    ? { kind: 'all-sky', longitude: view.longitude }
    : { kind: 'field', longitude: view.longitude, latitude: view.latitude };
}
