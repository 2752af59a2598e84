import { createColourRow } from '../mask/colour-row';
import '../mask/mask.css';
import { formatNumber, parseNumber } from '../image/format';
import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { createSelect } from '../ui/select';
import { createSlider } from '../ui/slider';
import { createTextField } from '../ui/text-field';
import type { ContourStatus } from './contour-layer';
import { parseLevels } from './contour-levels';
import type { ContourSettings, ContourSpacing } from './contour-settings';
import { LEAST_WIDTH, MOST_COUNT, MOST_SMOOTH, MOST_WIDTH, SPACINGS } from './contour-settings';
import './contours.css';

const LABEL = 'Contours';

const SPACING_LABELS: Readonly<Record<ContourSpacing, string>> = {
  linear: 'Linear',
  log: 'Logarithmic',
  percentile: 'Percentiles',
  typed: 'As typed',
};

export interface ContoursPanelActions {
  change(part: Partial<ContourSettings>): void;
  /** Contours of another plane, by its place among the sources. */
  choose(source: number): void;
  retry(): void;
}

/** What the panel shows. */
export interface ContoursShown {
  readonly settings: ContourSettings;
  readonly status: ContourStatus;
  /** The levels in force; undefined while they are not known. */
  readonly levels: readonly number[] | undefined;
  readonly limits: { readonly low: number; readonly high: number } | undefined;
  /** Names of the planes that contours can be of. */
  readonly sources: readonly string[];
  readonly source: number;
}

/** A button whose popover has all that can be said about contours. */
export class ContoursPanel {
  readonly element: HTMLElement;
  readonly #update: (shown: ContoursShown) => void;
  readonly #close: () => void;

  constructor(actions: ContoursPanelActions) {
    const { change } = actions;
    const on = createCheckbox({
      label: 'Show over the picture',
      title: 'Draws lines of equal value over the picture',
      onChange: (shown) => change({ shown }),
    });
    const source = createSelect<string>({
      label: 'Contours of',
      onChange: (value) => actions.choose(Number(value)),
    });
    const spacing = createSelect<ContourSpacing>({
      label: 'Levels',
      // Limits of values are no percentages.
      onChange: (chosen) => change({ spacing: chosen, low: undefined, high: undefined }),
    });
    const count = createSlider({
      ...{ label: 'Number', title: 'Number of levels', min: 1, max: MOST_COUNT, step: 1 },
      onInput: (value) => change({ count: value }),
    });
    const limit = (label: string, key: 'low' | 'high'): ReturnType<typeof createTextField> => {
      const field = createTextField({
        label,
        title: `${label}; empty: found from the values`,
        onCommit: (text) => {
          const value = parseNumber(text);
          field.setInvalid(value === undefined && text.trim() !== '');
          if (value !== undefined || text.trim() === '') {
            change({ [key]: value });
          }
        },
      });
      return field;
    };
    const low = limit('First level', 'low');
    const high = limit('Last level', 'high');
    const typed = createTextField({
      label: 'Levels, typed',
      placeholder: '1, 2.5, 10',
      title: 'The levels, with commas or blanks between them',
      onCommit: (text) => {
        const levels = parseLevels(text);
        typed.setInvalid(levels === undefined);
        if (levels !== undefined) {
          change({ typed: levels });
        }
      },
    });
    const smooth = createSlider({
      ...{ label: 'Smooth', min: 0, max: MOST_SMOOTH, step: 0.5 },
      title: 'Smooths by a Gaussian of so many steps of two screen pixels',
      onInput: (value) => change({ smooth: value }),
    });
    const width = createSlider({
      ...{ label: 'Line', min: LEAST_WIDTH, max: MOST_WIDTH, step: 0.5 },
      title: 'Width of the lines',
      onInput: (value) => change({ width: value }),
    });
    const colours = createColourRow((colour) => change({ colour }));
    const labels = createCheckbox({
      label: 'Label the levels',
      title: 'Writes the level on one line of each',
      onChange: (checked) => change({ labels: checked }),
    });
    const words = element('p', { class: 'contours-status', attributes: { role: 'status' } });
    const retry = createButton({ label: 'Try Again', onClick: () => actions.retry() });
    const name = (text: string): HTMLElement =>
      element('span', { class: 'slider-label', text, attributes: { 'aria-hidden': 'true' } });
    const part = (...children: readonly Node[]): HTMLElement =>
      element('div', { class: 'popover-part' }, children);
    const sourcePart = part(name('Of'), source.element);
    const limitsPart = part(
      ...[name('From'), low.element, element('span', { text: 'to' }), high.element],
    );
    const typedPart = part(name('Values'), typed.element);
    const countPart = part(count.element);
    const popover = createPopover({
      label: LABEL,
      icon: 'contours',
      title: `${LABEL}: lines of equal value over the picture`,
      kind: 'dialog',
      content: [
        element('div', { class: 'contours-panel' }, [
          part(on.element),
          sourcePart,
          part(name('Levels'), spacing.element),
          ...[countPart, limitsPart, typedPart],
          part(smooth.element),
          part(width.element),
          part(name('Colour'), colours.element),
          part(labels.element),
          words,
          part(retry.element),
        ]),
      ],
      onOpen: () => on.element.focus(),
    });
    this.element = popover.element;
    this.#close = popover.close;

    this.#update = ({ settings, status, levels, limits, ...rest }) => {
      const { shown } = settings;
      on.setChecked(shown);
      popover.button.setAttribute('aria-label', `${LABEL}: ${shown ? 'shown' : 'not shown'}`);
      source.setChoices(
        rest.sources.map((label, at) => ({ value: String(at), label })),
        String(rest.source),
      );
      sourcePart.hidden = rest.sources.length < 2;
      spacing.setChoices(
        SPACINGS.map((value) => ({ value, label: SPACING_LABELS[value] })),
        settings.spacing,
      );
      const isTyped = settings.spacing === 'typed';
      countPart.hidden = isTyped;
      limitsPart.hidden = isTyped;
      typedPart.hidden = !isTyped;
      count.setValue(settings.count, String(settings.count));
      const unit = settings.spacing === 'percentile' ? ' %' : '';
      for (const [field, key] of [
        [low, 'low'],
        [high, 'high'],
      ] as const) {
        const value = settings[key];
        if (!field.focused) {
          field.setValue(value === undefined ? '' : formatNumber(value, 9));
          field.setInvalid(false);
        }
        const found = limits === undefined ? '' : formatNumber(limits[key], 4) + unit;
        field.element.setAttribute('placeholder', found);
      }
      if (!typed.focused) {
        typed.setValue(settings.typed.map((level) => formatNumber(level, 9)).join(', '));
        typed.setInvalid(false);
      }
      smooth.setValue(settings.smooth, settings.smooth === 0 ? 'none' : String(settings.smooth));
      width.setValue(settings.width, `${settings.width} px`);
      colours.setValue(settings.colour);
      labels.setChecked(settings.labels);
      setText(words, shown ? wordsOf(status, levels) : '');
      words.classList.toggle('contours-failed', status.kind === 'failed');
      (retry.element.parentElement as HTMLElement).hidden =
        !shown || status.kind !== 'failed' || !status.trouble.retryable;
    };
  }

  /** There is no picture. */
  set hidden(hidden: boolean) {
    if (hidden) {
      this.#close();
    }
    this.element.hidden = hidden;
  }

  update(shown: ContoursShown): void {
    this.#update(shown);
  }
}

function wordsOf(status: ContourStatus, levels: readonly number[] | undefined): string {
  if (status.kind === 'failed') {
    return [status.trouble.message, status.trouble.hint].filter(Boolean).join(' ');
  }
  if (levels === undefined) {
    return 'The values are not known yet.';
  }
  if (levels.length === 0) {
    return 'There is no level to draw.';
  }
  const list = levels.map((level) => formatNumber(level, 4)).join(', ');
  return `At ${list}${status.kind === 'loading' ? ' …' : ''}`;
}
