import type { AxisLine } from '../../src/protocol/methods';
import { createButton } from '../ui/button';
import { createChoices } from '../ui/choices';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { SlicePlayer } from './slice-player';
import { SliceRow } from './slice-row';
import { SliceTurns } from './slice-turns';
import './slices.css';

/** Pictures a second. */
const RATES = ['1', '2', '5', '10', '15', '30'] as const;

/** Which plane of a cube is shown: one row for each axis above the second that has anything to choose. */
export class SliceBar {
  readonly element: HTMLElement;
  readonly #onChange: (slice: readonly number[]) => void;
  readonly #rowsElement = element('div', { class: 'slice-rows' });
  readonly #summary = element('span', { class: 'slice-summary' });
  readonly #rates = createChoices<(typeof RATES)[number]>({
    label: 'Speed',
    choices: RATES.map((value) => ({ value, label: `${value} a second` })),
    onChoose: (value, settled) => {
      this.#setRate(Number(value));
      if (settled) {
        this.#speed.close();
      }
    },
  });
  readonly #speed = createPopover({
    label: 'Speed',
    title: 'Pictures a second, at most',
    kind: 'menu',
    content: [this.#rates.element],
    onOpen: () => this.#rates.focus(),
  });
  readonly #fold = createButton({
    label: 'Fold the slice bar',
    icon: 'open',
    onClick: () => this.#setFolded(!this.#folded),
  });
  readonly #turns = new SliceTurns(() => this.#onChange(this.#slice));
  readonly #player = new SlicePlayer(
    () => this.#playOn(),
    () => this.#turns.idle,
  );
  /** What the rows were made of, to make them anew only when that changes: the focus stays where it is. */
  #madeOf = '';
  #axes: readonly AxisLine[] = [];
  #slice: readonly number[] = [];
  /** The axes that have a row, as indices of `#axes`, and their rows. */
  #rows: readonly { readonly axis: number; readonly row: SliceRow }[] = [];
  /** The row played, or used last. */
  #active = 0;
  #folded = false;

  /** `onChange` is told the 0-based indices of the plane that the user, or playing, has come to. */
  constructor(onChange: (slice: readonly number[]) => void) {
    this.#onChange = onChange;
    this.#fold.element.classList.add('slice-fold');
    this.element = element(
      'div',
      { class: 'slices slice-bar', attributes: { role: 'group', 'aria-label': 'Slice' } },
      [
        this.#rowsElement,
        this.#summary,
        element('div', { class: 'slice-tools' }, [this.#speed.element, this.#fold.element]),
      ],
    );
    this.element.hidden = true;
    this.#setRate(this.#player.rate);
    this.#setFolded(false);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        this.stop();
      }
    });
  }

  /**
   * @param axes the axes above the second; those of length 1 have nothing to choose.
   * @param slice the index on each of them, 0-based, shown from `origin`.
   */
  show(axes: readonly AxisLine[], slice: readonly number[], origin: 0 | 1): void {
    const madeOf = JSON.stringify([origin, axes]);
    const sameAxes = axes.map(({ length }) => length).join() === this.#lengths;
    const moved = !this.#turns.pending && slice.join() !== this.#slice.join();
    if (!sameAxes || moved) {
      this.stop();
      this.#slice = slice;
      this.#turns.await();
    }
    this.#axes = axes;
    if (madeOf !== this.#madeOf) {
      this.#madeOf = madeOf;
      this.#makeRows(origin);
    }
    this.#update();
  }

  /** Steps on the axis of a row, the first being 0; where there is no such row, nothing happens. */
  step(row: number, by: number): void {
    this.stop();
    const axis = this.#rows[row]?.axis;
    if (axis !== undefined) {
      this.#active = row;
      this.#go(axis, (this.#slice[axis] ?? 0) + by);
    }
  }

  /** Plays the axis used last, at first that of the first row, or stops. */
  togglePlay(): void {
    this.#togglePlay(this.#active);
  }

  /** The plane chosen last is on screen. */
  pictureReady(): void {
    this.#turns.arrived();
    this.#player.ready();
  }

  /** Stops playing. */
  stop(): void {
    this.#player.stop();
    this.#showPlaying();
  }

  get #lengths(): string {
    return this.#axes.map(({ length }) => length).join();
  }

  #makeRows(origin: 0 | 1): void {
    this.#rows = this.#axes
      .flatMap((line, axis) => (line.length > 1 ? [{ line, axis }] : []))
      .map(({ line, axis }, position) => ({
        axis,
        row: new SliceRow(line, axis + 3, origin, {
          go: (to) => {
            this.stop();
            this.#active = position;
            this.#go(axis, to);
          },
          step: (by) => this.step(position, by),
          play: () => this.#togglePlay(position),
        }),
      }));
    this.#active = Math.min(this.#active, Math.max(0, this.#rows.length - 1));
    this.#rowsElement.replaceChildren(...this.#rows.map(({ row }) => row.element));
    this.element.hidden = this.#rows.length === 0;
  }

  #go(axis: number, to: number): void {
    const last = (this.#axes[axis]?.length ?? 1) - 1;
    const bounded = Math.min(Math.max(Math.round(to), 0), last);
    const changed = bounded !== (this.#slice[axis] ?? 0);
    if (changed) {
      this.#slice = this.#axes.map((_, other) =>
        other === axis ? bounded : (this.#slice[other] ?? 0),
      );
    }
    this.#update();
    if (changed) {
      this.#turns.want();
    }
  }

  #togglePlay(position: number): void {
    const stops = this.#player.playing && position === this.#active;
    this.stop();
    if (!stops && this.#rows[position] !== undefined) {
      this.#active = position;
      this.#player.start();
      this.#showPlaying();
    }
  }

  #playOn(): void {
    const axis = this.#rows[this.#active]?.axis;
    if (axis !== undefined) {
      const next = (this.#slice[axis] ?? 0) + 1;
      this.#go(axis, next % (this.#axes[axis]?.length ?? 1));
    }
  }

  #setRate(rate: number): void {
    this.#player.rate = rate;
    this.#rates.setValue(String(rate) as (typeof RATES)[number]);
    this.#speed.setText(`${rate}/s`);
  }

  #setFolded(folded: boolean): void {
    this.#folded = folded;
    this.element.classList.toggle('folded', folded);
    this.#fold.element.ariaExpanded = String(!folded);
    this.#fold.element.title = folded ? 'Unfold the slice bar' : 'Fold the slice bar';
    this.#update();
  }

  #update(): void {
    this.#rows.forEach(({ axis, row }) => row.update(this.#slice[axis] ?? 0));
    setText(
      this.#summary,
      this.#folded ? this.#rows.map(({ row }) => row.summary).join(' · ') : '',
    );
  }

  #showPlaying(): void {
    this.#rows.forEach(({ row }, position) => {
      row.playing = this.#player.playing && position === this.#active;
    });
  }
}
