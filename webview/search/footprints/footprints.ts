import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { onThemeChange } from '../../inspector/chart-style';
import { fittingView, revealing } from './fit';
import './footprints.css';
import { listenToSky } from './gestures';
import { positionWords } from './graticule';
import { rowsAt } from './hit';
import { type Look, readLook } from './look';
import { movedTo, panned, zoomedAt } from './moves';
import { type Footprint, Outlines } from './outlines';
import { outlinesInSight, paintAll, paintGalaxy, paintGrid, paintNumbers, paintRow } from './paint';
import { SkyMap, type Spot } from './sky-map';
import { type Size, type SkyView, WHOLE_SKY } from './sky-view';
import type { Vector } from './vector';

export interface FootprintsActions {
  /** The user chose a footprint, or none. */
  onSelect(row: number | undefined): void;
  /** The pointer, or a key, came to a footprint, or left it. */
  onHover(row: number | undefined): void;
}

/** Share of the canvas that an arrow key moves the sky by. */
const STEP = 0.12;
const ZOOM = 0.5;

/**
 * Footprints on the sky: all of it, or a field that is zoomed into. A click selects the smallest under the
 * pointer, the next click at the same place the next one.
 */
export class Footprints {
  readonly #actions: FootprintsActions;
  readonly #base = element('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly #top = element('canvas', { attributes: { 'aria-hidden': 'true' } });
  readonly #sky = element(
    'div',
    {
      class: 'footprints-sky',
      attributes: {
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'map of the sky',
        'aria-label':
          'Footprints on the sky. Arrow keys move, plus and minus zoom, 0 shows all, W the whole sky, ' +
          'N and P go to the next and the previous footprint, Enter selects it, Escape selects none.',
      },
    },
    [this.#base, this.#top],
  );
  readonly #reading = element('span', {
    class: 'footprints-reading',
    attributes: { role: 'status' },
  });
  readonly element = element('section', { class: 'footprints' }, [
    this.#sky,
    element('div', { class: 'footprints-bar' }, [
      this.#reading,
      createButton({
        label: 'Zoom in',
        icon: 'plus',
        title: 'Zoom in (+)',
        onClick: () => this.#zoom(ZOOM),
      }).element,
      createButton({
        label: 'Zoom out',
        icon: 'minus',
        title: 'Zoom out (−)',
        onClick: () => this.#zoom(1 / ZOOM),
      }).element,
      createButton({
        label: 'Show all footprints',
        icon: 'fit',
        title: 'Show all footprints (0)',
        onClick: () => this.#fit(),
      }).element,
      createButton({
        label: 'Show the whole sky',
        icon: 'sky',
        title: 'Show the whole sky (W)',
        onClick: () => this.#move(WHOLE_SKY),
      }).element,
    ]),
  ]);
  #outlines = new Outlines([]);
  #view: SkyView = WHOLE_SKY;
  /** The user has moved the view, so that it stays where it is when more footprints come. */
  #isMoved = false;
  #selected: number | undefined;
  #hovered: number | undefined;
  #pointer: Spot | undefined;
  #grabbed: Vector | undefined;
  #look: Look | undefined;
  #frame: number | undefined;
  /** Whether only what lies on top is to be drawn anew. */
  #baseIsDrawn = false;

  constructor(actions: FootprintsActions) {
    this.#actions = actions;
    listenToSky(this.#sky, {
      onHover: (spot) => this.#point(spot),
      onClick: (spot) => this.#click(spot),
      onGrab: (spot) => (this.#grabbed = this.#map.directionAt(spot)),
      onDrag: (spot) => this.#drag(spot),
      onZoom: (factor, spot) => this.#zoom(factor, spot),
    });
    this.#sky.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => {
      if (!this.#isMoved) {
        this.#view = fittingView(this.#outlines, undefined, this.#size);
      }
      this.#draw();
    }).observe(this.#sky);
    onThemeChange(() => {
      this.#look = undefined;
      this.#draw();
    });
    this.#read();
  }

  /** Shows other footprints; the view stays where the user has moved it, unless there were none before. */
  show(footprints: readonly Footprint[]): void {
    const wereNone = this.#outlines.count === 0;
    this.#outlines = new Outlines(footprints);
    this.#isMoved &&= !wereNone && this.#outlines.count > 0;
    if (!this.#isMoved) {
      this.#view = fittingView(this.#outlines, undefined, this.#size);
    }
    this.#hovered = undefined;
    this.#read();
    this.#draw();
  }

  /** The row that is selected; to set it says nothing to `onSelect`. */
  get selected(): number | undefined {
    return this.#selected;
  }

  set selected(row: number | undefined) {
    if (row === this.#selected) {
      return;
    }
    this.#selected = row;
    if (row !== undefined) {
      this.#view = revealing(this.#view, this.#size, this.#outlines, this.#outlines.ofRow(row));
    }
    this.#draw();
  }

  /** The row under the pointer; to set it says nothing to `onHover`. */
  get hovered(): number | undefined {
    return this.#hovered;
  }

  set hovered(row: number | undefined) {
    if (row !== this.#hovered) {
      this.#hovered = row;
      this.#drawTop();
    }
  }

  /** What is looked at now. */
  get view(): SkyView {
    return this.#view;
  }

  get #size(): Size {
    return { width: this.#sky.clientWidth, height: this.#sky.clientHeight };
  }

  get #map(): SkyMap {
    return new SkyMap(this.#view, this.#size);
  }

  #fit(): void {
    this.#isMoved = false;
    this.#view = fittingView(this.#outlines, undefined, this.#size);
    this.#draw();
    this.#read();
  }

  #move(view: SkyView): void {
    this.#isMoved = true;
    this.#view = view;
    this.#draw();
    this.#read();
  }

  #zoom(factor: number, spot?: Spot): void {
    const { width, height } = this.#size;
    this.#move(zoomedAt(this.#view, this.#size, factor, spot ?? [width / 2, height / 2]));
  }

  #drag(spot: Spot): void {
    if (this.#grabbed !== undefined) {
      this.#move(movedTo(this.#view, this.#size, this.#grabbed, spot));
    }
  }

  #rowsAt(spot: Spot): number[] {
    const map = this.#map;
    const direction = map.directionAt(spot);
    return direction === undefined ? [] : rowsAt(this.#outlines, direction, 1 / map.scale);
  }

  #point(spot: Spot | undefined): void {
    this.#pointer = spot;
    const rows = spot === undefined ? [] : this.#rowsAt(spot);
    this.#hover(rows[0], rows.length);
  }

  #hover(row: number | undefined, count: number): void {
    if (row !== this.#hovered) {
      this.hovered = row;
      this.#actions.onHover(row);
    }
    this.#read(count);
  }

  #click(spot: Spot): void {
    const rows = this.#rowsAt(spot);
    const at = this.#selected === undefined ? -1 : rows.indexOf(this.#selected);
    this.#select(rows[(at + 1) % Math.max(1, rows.length)]);
  }

  #select(row: number | undefined): void {
    if (row !== this.#selected) {
      this.selected = row;
      this.#actions.onSelect(row);
    }
  }

  /** Says where the pointer is, else how many footprints there are. */
  #read(here = 0): void {
    const map = this.#map;
    const direction = this.#pointer && map.directionAt(this.#pointer);
    const place = direction && positionWords(direction, 1 / map.scale);
    const all = countWords(this.#outlines.rowCount);
    setText(
      this.#reading,
      place === undefined ? all : `${place}${here > 0 ? ` · ${here} here` : ''}`,
    );
  }

  #draw(): void {
    this.#baseIsDrawn = false;
    this.#drawTop();
  }

  #drawTop(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint();
    });
  }

  #paint(): void {
    const map = this.#map;
    if (map.size.width === 0 || map.size.height === 0) {
      return;
    }
    const look = (this.#look ??= readLook(this.#sky));
    if (!this.#baseIsDrawn) {
      const base = cleared(this.#base, map.size);
      if (base !== null) {
        const lines = paintGrid(base, map, look);
        if (map.view.kind === 'all-sky') {
          paintGalaxy(base, map, look);
        }
        paintAll(base, map, this.#outlines, look);
        paintNumbers(base, map, look, lines);
      }
      this.#baseIsDrawn = true;
    }
    const top = cleared(this.#top, map.size);
    for (const [row, colour] of [
      [this.#hovered, look.hovered],
      [this.#selected, look.selected],
    ] as const) {
      if (top !== null && row !== undefined) {
        paintRow(top, map, this.#outlines, row, look, colour);
      }
    }
    this.#sky.dataset['view'] = map.view.kind;
  }

  /** The next footprint in sight, by its row. */
  #stepTo(step: 1 | -1): void {
    const map = this.#map;
    const rows = [
      ...new Set(outlinesInSight(map, this.#outlines).map((k) => this.#outlines.rows[k] as number)),
    ].sort((a, b) => a - b);
    const from = this.#hovered ?? this.#selected;
    const at = from === undefined ? -1 : rows.indexOf(from);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    const to = Math.max(0, Math.min(next, rows.length - 1));
    this.#hover(rows[to], 0);
    if (rows.length > 0) {
      setText(this.#reading, `Footprint ${to + 1} of ${rows.length} in sight`);
    }
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { width, height } = this.#size;
    const [right, down] = MOVES[event.key] ?? [0, 0];
    const key = event.key.toLowerCase();
    if (right !== 0 || down !== 0) {
      this.#move(panned(this.#view, this.#size, STEP * right * width, STEP * down * height));
    } else if (key === '+' || key === '=') {
      this.#zoom(ZOOM);
    } else if (key === '-') {
      this.#zoom(1 / ZOOM);
    } else if (key === '0') {
      this.#fit();
    } else if (key === 'w') {
      this.#move(WHOLE_SKY);
    } else if (key === 'n' || key === 'pagedown') {
      this.#stepTo(1);
    } else if (key === 'p' || key === 'pageup') {
      this.#stepTo(-1);
    } else if (key === 'enter' && this.#hovered !== undefined) {
      this.#select(this.#hovered);
    } else if (key === 'escape' && this.#selected !== undefined) {
      this.#select(undefined);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Where the sky goes: opposite to the way the eye does. */
const MOVES: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function countWords(count: number): string {
  const figure = count.toLocaleString('en');
  return count === 0 ? 'No footprints' : count === 1 ? '1 footprint' : `${figure} footprints`;
}

/**
 * The canvas, empty, at the resolution of the screen, in CSS pixels. It is cleared in two halves: of one that is
 * cleared whole and then not drawn on, Chromium may go on showing what was there.
 */
function cleared(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, Math.ceil(height / 2));
  context?.clearRect(0, Math.ceil(height / 2), width, height);
  return context;
}
