import { element } from '../../ui/dom';
import type { Axis } from '../axis';
import { fromShare, moved, partOf, zoomed } from '../axis';
import type { ChartStyle } from '../chart-style';
import { onThemeChange, readStyle } from '../chart-style';
import type { Spot } from './plot-gestures';
import { listenToPlot } from './plot-gestures';
import type { PlotLayout } from './plot-layout';
import { layoutPlot } from './plot-layout';
import type { Places, PlotScene } from './plot-painter';
import { paintPlot, placesOf, showsPoints } from './plot-painter';
import { PlotOverlay } from './plot-overlay';
import { PixelLayer } from './pixel-layer';
import { nearestPoint } from './points';

export interface PlotActions {
  /** The user zoomed or panned. */
  onAxes(axes: PlotScene['axes']): void;
  onReset(): void;
  /** The pointer, or a key, is at a point, or at a position without one. */
  onPoint(point: number | undefined, position: readonly [x: number, y: number] | undefined): void;
  /** A point was chosen. */
  onChoose(point: number): void;
}

/** How near to a point the pointer reads it, in CSS pixels. */
const REACH = 12;
/** Share of an axis that an arrow key moves it by. */
const STEP = 0.1;

/** A plot on a canvas that fills its element. */
export class PlotView {
  readonly element = element('div', {
    class: 'plot',
    attributes: { tabindex: '0', role: 'img' },
  });
  readonly #actions: PlotActions;
  readonly #canvas = element('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly #overlay = new PlotOverlay();
  readonly #layer = new PixelLayer();
  #scene: PlotScene | undefined;
  #style: ChartStyle | undefined;
  #layout: PlotLayout | undefined;
  #places: Places | undefined;
  #frame: number | undefined;
  #pointed: number | undefined;
  #chosen: number | undefined;

  constructor(actions: PlotActions) {
    this.#actions = actions;
    this.element.append(this.#canvas, ...this.#overlay.nodes);
    listenToPlot(this.element, {
      onHover: (at) => this.#hover(at),
      onClick: (at) => {
        const point = this.#pointNear(at);
        if (point !== undefined) {
          actions.onChoose(point);
        }
      },
      onBox: (box) => this.#overlay.showBox(box),
      onBoxDone: (from, to) => this.#zoomToBox(from, to),
      onPan: (right, down) => this.#pan(right, down),
      onZoom: (factor, at) => this.#zoom(factor, at),
      onReset: () => actions.onReset(),
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('blur', () => this.#point(undefined, undefined));
    new ResizeObserver(() => this.#draw()).observe(this.element);
    onThemeChange(() => {
      this.#style = undefined;
      this.#draw();
    });
  }

  /** The same scene is not drawn anew. */
  show(scene: PlotScene | undefined): void {
    if (scene === this.#scene) {
      return;
    }
    const another = scene?.data !== this.#scene?.data;
    this.#scene = scene;
    if (another) {
      // What was read was of other points.
      this.#point(undefined, undefined);
    }
    this.#draw();
  }

  /** Rings a point. */
  choose(point: number | undefined): void {
    this.#chosen = point;
    this.#placeRings();
  }

  /** The plot as it is drawn; undefined while there is none. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#layout && this.#canvas;
  }

  #draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint();
    });
  }

  #paint(): void {
    const { clientWidth, clientHeight } = this.element;
    const ratio = window.devicePixelRatio;
    const context = this.#canvas.getContext('2d');
    if (clientWidth === 0 || clientHeight === 0 || context === null) {
      return;
    }
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    const scene = this.#scene;
    this.element.toggleAttribute('data-drawn', scene !== undefined);
    if (scene === undefined) {
      this.#layout = undefined;
      this.#places = undefined;
      this.#layer.clear();
    } else {
      const style = (this.#style ??= readStyle(this.element));
      context.font = style.font;
      this.#layout = layoutPlot(context, clientWidth, clientHeight, scene.axes);
      this.#places = placesOf(scene, this.#layout, ratio);
      paintPlot(context, scene, this.#layout, this.#places, style, ratio, this.#layer);
    }
    this.#placeRings();
  }

  #placeRings(): void {
    for (const [which, point] of [
      ['pointed', this.#pointed],
      ['chosen', this.#chosen],
    ] as const) {
      this.#overlay.ring(which, point, this.#layout, this.#places);
    }
  }

  #pointNear([x, y]: Spot): number | undefined {
    const layout = this.#layout;
    if (layout === undefined || this.#places === undefined || this.#scene === undefined) {
      return undefined;
    }
    const ratio = window.devicePixelRatio;
    const inside = x >= layout.left - REACH && y <= layout.top + layout.height + REACH;
    const spot = [(x - layout.left) * ratio, (y - layout.top) * ratio] as const;
    return inside && showsPoints(this.#scene, layout)
      ? nearestPoint(this.#places.x, this.#places.y, spot, REACH * ratio)
      : undefined;
  }

  /** The position in shares of the axes. */
  #shares([x, y]: Spot): readonly [x: number, y: number] | undefined {
    const layout = this.#layout;
    return layout && [(x - layout.left) / layout.width, 1 - (y - layout.top) / layout.height];
  }

  #hover(at: Spot | undefined): void {
    const shares = at && this.#shares(at);
    const axes = this.#scene?.axes;
    if (at === undefined || shares === undefined || axes === undefined) {
      this.#point(undefined, undefined);
      return;
    }
    const inside = shares.every((share) => share >= 0 && share <= 1);
    const position = [fromShare(axes.x, shares[0]), fromShare(axes.y, shares[1])] as const;
    this.#point(this.#pointNear(at), inside ? position : undefined);
  }

  #point(point: number | undefined, position: readonly [x: number, y: number] | undefined): void {
    this.#pointed = point;
    this.#placeRings();
    this.#actions.onPoint(point, position);
  }

  #zoomToBox(from: Spot, to: Spot): void {
    const a = this.#shares(from);
    const b = this.#shares(to);
    const wide = Math.abs(to[0] - from[0]) > 4;
    const tall = Math.abs(to[1] - from[1]) > 4;
    if (a !== undefined && b !== undefined) {
      this.#change((axis, at) => {
        // A drag along one axis zooms that one.
        const enough = at === 0 ? wide : tall;
        const clip = (share: number): number => Math.min(Math.max(share, 0), 1);
        return enough ? partOf(axis, clip(a[at]), clip(b[at])) : axis;
      });
    }
  }

  #pan(right: number, down: number): void {
    const layout = this.#layout;
    if (layout !== undefined) {
      this.#change((axis, at) =>
        moved(axis, at === 0 ? -right / layout.width : down / layout.height),
      );
    }
  }

  /** Beside the plot, along an axis, only that one is zoomed. */
  #zoom(factor: number, at: Spot): void {
    const shares = this.#shares(at);
    if (shares !== undefined) {
      const besideY = shares[0] < 0;
      const belowX = shares[1] < 0;
      this.#change((axis, which) =>
        (which === 0 ? besideY && !belowX : belowX && !besideY)
          ? axis
          : zoomed(axis, factor, Math.min(Math.max(shares[which], 0), 1)),
      );
      this.#hover(at);
    }
  }

  #change(change: (axis: Axis, which: 0 | 1) => Axis): void {
    const axes = this.#scene?.axes;
    if (axes !== undefined) {
      this.#actions.onAxes({ x: change(axes.x, 0), y: change(axes.y, 1) });
    }
  }

  /** Arrow keys move the view, plus and minus zoom, 0 shows all; page keys read point after point. */
  #onKey(event: KeyboardEvent): void {
    const scene = this.#scene;
    if (scene === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { key } = event;
    const [right, up] = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowDown: [0, -1],
      ArrowUp: [0, 1],
    }[key] ?? [0, 0];
    const factor = { '+': 0.5, '=': 0.5, '-': 2 }[key];
    const step = { PageDown: 1, PageUp: -1 }[key];
    const last = scene.data.x.length - 1;
    if (right !== 0 || up !== 0) {
      this.#change((axis, which) => moved(axis, STEP * (which === 0 ? (right ?? 0) : (up ?? 0))));
    } else if (factor !== undefined) {
      this.#change((axis) => zoomed(axis, factor, 0.5));
    } else if (step !== undefined && last >= 0) {
      const from = this.#pointed ?? this.#chosen ?? (step > 0 ? -1 : last + 1);
      this.#point(Math.min(Math.max(from + step, 0), last), undefined);
    } else if (key === '0') {
      this.#actions.onReset();
    } else if (key === 'Enter' && this.#pointed !== undefined) {
      this.#actions.onChoose(this.#pointed);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
