import { parseNumber } from '../image/format';
import { formatLimits } from '../image/format';
import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { createDropdown } from '../ui/dropdown';
import { createTextField } from '../ui/text-field';
import type { Coordinate } from './kept';

export interface SpectrumToolsView {
  /** What the pixels stand for; undefined where the header does not say. */
  readonly world: string | undefined;
  readonly coordinate: Coordinate;
  readonly logarithmic: boolean;
  readonly limits: { readonly low: number; readonly high: number };
  /** The limits are those of what is in sight. */
  readonly automatic: boolean;
  /** The whole line is in sight. */
  readonly whole: boolean;
}

export interface SpectrumToolsActions {
  onCoordinate(coordinate: Coordinate): void;
  onLogarithmic(logarithmic: boolean): void;
  /** Undefined for those of what is in sight. */
  onLimits(limits: { readonly low: number; readonly high: number } | undefined): void;
  onZoom(to: 'in' | 'out' | 'all'): void;
  onCopy(): void;
}

/** The row of controls above the plot. */
export class SpectrumTools {
  readonly element: HTMLElement;
  readonly #actions: SpectrumToolsActions;
  readonly #coordinate;
  readonly #logarithmic;
  readonly #automatic;
  readonly #all;
  readonly #low = createTextField({
    label: 'Lowest value shown',
    onCommit: () => this.#typed(),
  });
  readonly #high = createTextField({
    label: 'Highest value shown',
    onCommit: () => this.#typed(),
  });
  #view: SpectrumToolsView | undefined;
  #offered = '';

  constructor(actions: SpectrumToolsActions) {
    this.#actions = actions;
    this.#coordinate = createDropdown<Coordinate>({
      label: 'x axis',
      title: 'What the x axis counts',
      onChange: (coordinate) => actions.onCoordinate(coordinate),
    });
    this.#logarithmic = createButton({
      label: 'Logarithmic values',
      text: 'log',
      look: 'icon',
      title: 'Show the logarithm of the values',
      onClick: () => actions.onLogarithmic(this.#view?.logarithmic !== true),
    });
    this.#automatic = createButton({
      label: 'Automatic limits',
      text: 'Auto',
      look: 'icon',
      title: 'From the smallest to the largest value in sight',
      onClick: () => actions.onLimits(undefined),
    });
    const zoom = (to: 'in' | 'out', label: string): HTMLElement =>
      createButton({
        label,
        icon: to === 'in' ? 'plus' : 'minus',
        title: `${label} (${to === 'in' ? '+' : '−'})`,
        onClick: () => actions.onZoom(to),
      }).element;
    this.#all = createButton({
      label: 'Whole line',
      icon: 'fit',
      title: 'Whole line (Home, or a double click)',
      onClick: () => actions.onZoom('all'),
    });
    const copy = createButton({
      label: 'Copy data',
      title: 'Copy what is in sight as tab-separated text (Ctrl+C)',
      onClick: () => actions.onCopy(),
    });
    this.element = element(
      'div',
      { class: 'spectrum-tools', attributes: { role: 'toolbar', 'aria-label': 'Plot' } },
      [
        this.#coordinate.element,
        element('span', { class: 'spectrum-limits' }, [
          this.#logarithmic.element,
          this.#low.element,
          element('span', { class: 'dash', text: '–', attributes: { 'aria-hidden': 'true' } }),
          this.#high.element,
          this.#automatic.element,
        ]),
        element('span', { class: 'spectrum-zoom' }, [
          zoom('out', 'Zoom out'),
          zoom('in', 'Zoom in'),
          this.#all.element,
          copy.element,
        ]),
      ],
    );
  }

  update(view: SpectrumToolsView): void {
    this.#view = view;
    const { world, coordinate, logarithmic, limits, automatic, whole } = view;
    this.#coordinate.element.hidden = world === undefined;
    if (world !== undefined && world !== this.#offered) {
      this.#offered = world;
      this.#coordinate.setChoices(
        [
          { value: 'world', label: world },
          { value: 'pixel', label: 'Pixel' },
        ],
        coordinate,
      );
    }
    this.#coordinate.setValue(coordinate);
    this.#logarithmic.setPressed(logarithmic);
    this.#automatic.setPressed(automatic);
    this.#all.setDisabled(whole);
    const { low, high } = formatLimits(limits);
    for (const [field, text] of [
      [this.#low, low],
      [this.#high, high],
    ] as const) {
      if (!field.focused) {
        field.setValue(text);
        field.setInvalid(false);
      }
    }
  }

  #typed(): void {
    const [low, high] = [parseNumber(this.#low.value), parseNumber(this.#high.value)];
    const wrong =
      low === undefined ||
      high === undefined ||
      low >= high ||
      (this.#view?.logarithmic === true && low <= 0);
    this.#low.setInvalid(wrong);
    this.#high.setInvalid(wrong);
    if (!wrong) {
      this.#actions.onLimits({ low, high });
    }
  }
}
