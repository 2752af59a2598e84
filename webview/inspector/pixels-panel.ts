import type { PlaneRef } from '../../src/protocol/methods';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import { LatestOnly } from '../image/latest';
import { errorNotice } from '../image/stage';
import type { Position } from '../image/view';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { Context } from './context';
import { Change, pixelInPlane } from './context';
import { Page } from './page';
import type { Panel } from './panel';
import { NO_PIXEL, absenceOf } from './panel';
import type { PixelGrid } from './pixel-grid';
import { boxAround, charactersFor, gridTable, sideFor, textAt } from './pixel-grid';
import { createPixelTable } from './pixel-table';
import { pixelText } from './statistics-text';
import { tintOf } from './tint';

/** How long the pointer rests before values are asked for, in milliseconds: they may cost a request. */
const REST = 120;
/** Beside the table, on both sides together, in CSS pixels. */
const PADDING = 24;

type Wanted = Omit<PixelGrid, 'texts'> & { readonly ref: PlaneRef };

/** The exact values around a pixel. */
export class PixelsPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #page: Page;
  readonly #table = element('div', { class: 'pixels-table' });
  readonly #title = element('h3');
  readonly #value = element('p', { class: 'page-reading', attributes: { 'data-field': 'centre' } });
  readonly #copy = createButton({
    label: 'Copy table',
    title: 'Copy the table as tab-separated text, with every digit',
    onClick: () => this.#copyTable(),
  });
  readonly #change = new Change();
  readonly #latest = new LatestOnly<Wanted>((wanted, signal) => this.#load(wanted, signal));
  #inSight = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #grid: PixelGrid | undefined;
  #trouble: Trouble | undefined;
  /** The pixels last asked for: nothing is asked for twice. */
  #asked = '';
  /** What the table on show was made from. */
  #drawn: readonly unknown[] = [];

  constructor(context: Context) {
    this.#context = context;
    this.#page = new Page('Pixels', [
      element('div', { class: 'page-tools' }, [
        this.#title,
        element('span', { class: 'spacer' }),
        this.#copy.element,
      ]),
      this.#table,
      this.#value,
      element('p', {
        class: 'page-note',
        text: 'Rounded to fit; the copy and the tooltips have every digit.',
      }),
    ]);
    this.element = this.#page.element;
    new ResizeObserver(() => {
      if (this.#inSight) {
        this.update();
      }
    }).observe(this.element);
  }

  update(): void {
    this.#inSight = true;
    const { subject } = this.#context;
    if (this.#change.of(subject)) {
      this.#forget();
      this.#grid = undefined;
    }
    const pixel = pixelInPlane(this.#context);
    const absence = absenceOf(subject) ?? (pixel === undefined ? NO_PIXEL : undefined);
    const retry = (): void => {
      this.#forget();
      this.update();
    };
    if (absence === undefined && pixel !== undefined) {
      this.#ask(pixel);
    }
    const trouble = this.#trouble && errorNotice('No pixel values', this.#trouble, retry);
    this.#page.say(absence ?? trouble);
    this.#draw();
  }

  hide(): void {
    this.#inSight = false;
    this.#forget();
  }

  get #width(): number {
    return this.element.clientWidth - PADDING;
  }

  #forget(): void {
    clearTimeout(this.#rest);
    this.#latest.cancel();
    this.#asked = '';
    this.#trouble = undefined;
  }

  /** Asks for the values around the pixel, once it has rested. */
  #ask(centre: Position): void {
    const { ref, plane } = this.#context.subject;
    if (ref === undefined || plane === undefined) {
      return;
    }
    const side = sideFor(this.#width);
    const key = keyOf({ centre, side });
    if (key === this.#asked) {
      return;
    }
    this.#forget();
    this.#asked = key;
    if (this.#grid !== undefined && keyOf(this.#grid) === key) {
      return;
    }
    const box = boxAround(centre, side, plane);
    this.#rest = setTimeout(() => this.#latest.push({ ref, centre, side, box }), REST);
  }

  async #load({ ref, ...wanted }: Wanted, signal: AbortSignal): Promise<void> {
    try {
      const { host } = this.#context;
      const { texts } = await host.request('pixels', { ...ref, ...wanted.box }, { signal });
      this.#grid = { ...wanted, texts };
      this.#trouble = undefined;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      this.#trouble = troubleOf(error);
    }
    this.update();
  }

  #draw(): void {
    const grid = this.#grid;
    const { focus, subject, display } = this.#context;
    this.#copy.setDisabled(grid === undefined);
    if (grid === undefined) {
      this.#table.replaceChildren();
      this.#drawn = [];
      setText(this.#value, '');
      return;
    }
    const { origin } = focus;
    const [x, y] = grid.centre;
    setText(this.#title, `Around ${pixelText(grid.centre, origin)}`);
    const unit = subject.plane?.unit;
    setText(this.#value, `${textAt(grid, x, y) ?? ''}${unit === undefined ? '' : ` ${unit}`}`);
    this.#table.classList.toggle('stale', this.#asked !== '' && this.#asked !== keyOf(grid));
    const { limits, quantiles } = subject;
    const characters = charactersFor(this.#width, grid.side);
    const inputs = [
      grid,
      origin,
      characters,
      display.current,
      limits?.low,
      limits?.high,
      quantiles,
    ];
    if (inputs.some((input, i) => input !== this.#drawn[i])) {
      this.#drawn = inputs;
      this.#table.replaceChildren(
        createPixelTable(grid, origin, characters, tintOf(this.#context)),
      );
    }
  }

  #copyTable(): void {
    if (this.#grid !== undefined) {
      this.#context.onCopy(gridTable(this.#grid, this.#context.focus.origin), 'pixel values');
    }
  }
}

function keyOf({ centre, side }: Pick<PixelGrid, 'centre' | 'side'>): string {
  return [...centre, side].join();
}
