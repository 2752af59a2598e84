import { PERCENTAGES } from '../../src/protocol/display';
import type { Limits } from '../../src/protocol/methods';
import { createChoices } from '../ui/choices';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { createTextField } from '../ui/text-field';
import { formatLimits, formatNumber, parseNumber } from './format';
import { limitsLabel } from './labels';
import type { LimitsMode } from './limits';

type Rule = 'zscale' | 'minmax' | 'other' | 'typed' | `${number}`;

/** Below this width of the page (as in the style sheet) the fields are in the menu. */
const NARROW = '(max-width: 1099px)';

/** The menu of the ways to find display limits, and the two limits themselves. */
export class LimitsControl {
  /** In the toolbar: the menu, and beside it the fields where there is room. */
  readonly element: HTMLElement;
  readonly #onLimits: (mode: LimitsMode) => void;
  readonly #choices = createChoices<Rule>({
    label: 'Display limits',
    choices: [
      { value: 'zscale', label: 'zscale' },
      ...PERCENTAGES.map((percent) => ({
        value: `${percent}` as const,
        label: limitsLabel({ percent }),
      })),
      { value: 'other', label: 'other percentage…' },
      { value: 'minmax', label: 'min–max' },
      { value: 'typed', label: 'typed' },
    ],
    onChoose: (rule, settled) => this.#choose(rule, settled),
  });
  readonly #percent = createTextField({
    label: 'Percentage of the values between the limits',
    placeholder: '99.7',
    title: 'This share of the values is between the limits; as many are below as above',
    onCommit: (text) => this.#typedPercent(text),
  });
  readonly #low = createTextField({
    label: 'Lower display limit',
    title: 'Lower display limit: values at or below it take the first colour',
    onCommit: () => this.#typed(),
  });
  readonly #high = createTextField({
    label: 'Upper display limit',
    title: 'Upper display limit: values at or above it take the last colour',
    onCommit: () => this.#typed(),
  });
  readonly #fields = element('div', { class: 'limits-fields' }, [
    this.#low.element,
    element('span', { class: 'dash', text: '–', attributes: { 'aria-hidden': 'true' } }),
    this.#high.element,
  ]);
  readonly #percentPart = element('div', { class: 'popover-part' }, [
    this.#percent.element,
    element('span', { text: '% of the values' }),
  ]);
  readonly #note = element('p', { class: 'popover-note' });
  readonly #fieldsPart = element('div', { class: 'popover-part' });
  readonly #popover = createPopover({
    label: 'Display limits',
    kind: 'dialog',
    content: [this.#choices.element, this.#percentPart, this.#fieldsPart, this.#note],
    onOpen: () => {
      this.#asksPercent = false;
      this.#showMode();
      this.#choices.focus();
    },
  });
  /** Whether "other percentage" is chosen and the number still to come. */
  #asksPercent = false;
  #mode: LimitsMode = 'zscale';
  #limits: Limits | undefined;

  constructor(onLimits: (mode: LimitsMode) => void) {
    this.#onLimits = onLimits;
    this.#popover.button.classList.add('limits-choice');
    this.element = element('div', { class: 'limits' }, [this.#popover.element]);
    const narrow = window.matchMedia(NARROW);
    const place = (): void => {
      (narrow.matches ? this.#fieldsPart : this.element).append(this.#fields);
      this.#fieldsPart.hidden = !narrow.matches;
    };
    narrow.addEventListener('change', place);
    place();
    this.#showMode();
  }

  /** `note` says what the limits are and of which values, such as "zscale of the sampled values". */
  show(mode: LimitsMode, limits: Limits | undefined, note: string | undefined): void {
    this.#asksPercent &&= mode === this.#mode;
    this.#mode = mode;
    this.#showMode();
    setText(this.#note, note ?? '');
    this.#popover.setTitle(`Display limits${note === undefined ? '' : `: ${note}`}`);
    this.#showLimits(limits);
  }

  setDisabled(disabled: boolean): void {
    this.#low.setDisabled(disabled);
    this.#high.setDisabled(disabled);
  }

  #showMode(): void {
    const rule = this.#asksPercent ? 'other' : ruleOf(this.#mode);
    this.#choices.setValue(rule);
    this.#popover.setText(limitsLabel(this.#mode));
    this.#percentPart.hidden = rule !== 'other';
    if (typeof this.#mode === 'object' && 'percent' in this.#mode && !this.#percent.focused) {
      this.#percent.setValue(formatNumber(this.#mode.percent, 6));
      this.#percent.setInvalid(false);
    }
  }

  #showLimits(limits: Limits | undefined): void {
    const same = limits?.low === this.#limits?.low && limits?.high === this.#limits?.high;
    if (same || this.#low.focused || this.#high.focused) {
      return;
    }
    this.#limits = limits;
    const text = limits === undefined ? { low: '', high: '' } : formatLimits(limits);
    this.#low.setValue(text.low);
    this.#high.setValue(text.high);
    this.#low.setInvalid(false);
    this.#high.setInvalid(false);
  }

  #choose(rule: Rule, settled: boolean): void {
    this.#asksPercent = rule === 'other';
    if (rule === 'other') {
      this.#showMode();
      if (settled) {
        this.#percent.focus();
      }
      return;
    }
    if (rule === 'typed') {
      if (this.#limits !== undefined) {
        this.#onLimits(this.#limits);
      }
    } else {
      this.#onLimits(rule === 'zscale' || rule === 'minmax' ? rule : { percent: Number(rule) });
      // What was typed, and may be no number, gives way even where the limits are the same as before.
      this.#limits = undefined;
    }
    if (settled) {
      // The fields may be in the popover itself, which then stays for them.
      if (rule !== 'typed' || this.#fieldsPart.hidden) {
        this.#popover.close();
      }
      if (rule === 'typed') {
        this.#low.focus();
      }
    }
  }

  #typedPercent(text: string): void {
    const percent = parseNumber(text);
    const valid = percent !== undefined && percent > 0 && percent <= 100;
    this.#percent.setInvalid(!valid);
    if (valid) {
      this.#onLimits({ percent });
    }
  }

  #typed(): void {
    const shown = this.#limits && formatLimits(this.#limits);
    // The field that was not typed in shows few digits; its limit keeps them all.
    const low = this.#low.value === shown?.low ? this.#limits?.low : parseNumber(this.#low.value);
    const high =
      this.#high.value === shown?.high ? this.#limits?.high : parseNumber(this.#high.value);
    const upsideDown = low !== undefined && high !== undefined && !(low < high);
    this.#low.setInvalid(low === undefined || upsideDown);
    this.#high.setInvalid(high === undefined || upsideDown);
    if (low !== undefined && high !== undefined && low < high) {
      this.#limits = { low, high };
      this.#onLimits(this.#limits);
    }
  }
}

function ruleOf(mode: LimitsMode): Rule {
  if (typeof mode === 'string') {
    return mode;
  }
  if (!('percent' in mode)) {
    return 'typed';
  }
  const { percent } = mode;
  return PERCENTAGES.some((each) => each === percent) ? `${percent}` : 'other';
}
