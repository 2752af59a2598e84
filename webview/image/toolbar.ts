import type { HduLine, Limits, TransferFigures } from '../../src/protocol/methods';
import type { ButtonControl } from '../ui/button';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { createDropdown } from '../ui/dropdown';
import type { IconName } from '../ui/icons';
import { createTextField } from '../ui/text-field';
import { formatBytes, formatCost } from '../../src/protocol/figures';
import { formatLimits, formatZoom, parseNumber } from './format';
import { hduName } from './hdu';
import type { LimitsMode } from './limits';
import './toolbar.css';

export interface ToolbarActions {
  onStructure(): void;
  onHeader(): void;
  onHdu(index: number): void;
  onLimits(mode: LimitsMode): void;
  onZoom(to: 'in' | 'out' | 'fit' | 'one'): void;
  onDownload(): void;
}

export interface PictureFigures {
  readonly zoom: number | undefined;
  /** Whether the zoom is "fit". */
  readonly fits: boolean;
  readonly mode: LimitsMode;
  readonly limits: Limits | undefined;
}

/** The bar on top: what is shown, with which limits, how large, and what it has cost. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #actions: ToolbarActions;
  readonly #structure: ButtonControl;
  readonly #header: ButtonControl;
  readonly #download: ButtonControl;
  readonly #fit: ButtonControl;
  readonly #one: ButtonControl;
  readonly #pictureButtons: readonly ButtonControl[];
  readonly #hdu = createDropdown<string>({
    label: 'HDU',
    title: 'HDU shown ( [ and ] go to the previous and next )',
    onChange: (value) => this.#actions.onHdu(Number(value)),
  });
  readonly #mode = createDropdown<'zscale' | 'minmax' | 'typed'>({
    label: 'Display limits',
    title: 'How the display limits are found',
    onChange: (value) => this.#chooseMode(value),
  });
  readonly #low = createTextField({
    label: 'Lower display limit',
    title: 'Lower display limit: values at or below it are black',
    onCommit: () => this.#typed(),
  });
  readonly #high = createTextField({
    label: 'Upper display limit',
    title: 'Upper display limit: values at or above it are white',
    onCommit: () => this.#typed(),
  });
  readonly #percent = element('span', { class: 'percent', title: 'Screen pixels per image pixel' });
  readonly #figures = element('span', { class: 'figures' });
  readonly #figuresShort = element('span', { class: 'figures-short' });
  #limits: Limits | undefined;

  constructor(actions: ToolbarActions) {
    this.#actions = actions;
    const tool = (label: string, name: IconName, key: string, onClick: () => void): ButtonControl =>
      createButton({ label, icon: name, title: key === '' ? label : `${label} (${key})`, onClick });
    this.#structure = tool('HDU list', 'structure', 'S', () => actions.onStructure());
    this.#header = tool('Header', 'inspector', 'H', () => actions.onHeader());
    this.#download = tool('Download to workspace', 'download', '', () => actions.onDownload());
    this.#fit = tool('Fit', 'fit', '0', () => actions.onZoom('fit'));
    this.#one = createButton({
      label: 'Zoom to 1:1',
      text: '1:1',
      title: 'One image pixel on one screen pixel (1)',
      look: 'icon',
      onClick: () => actions.onZoom('one'),
    });
    const out = tool('Zoom out', 'minus', '−', () => actions.onZoom('out'));
    const into = tool('Zoom in', 'plus', '+', () => actions.onZoom('in'));
    this.#pictureButtons = [out, into, this.#fit, this.#one];
    this.#mode.setChoices(
      [
        { value: 'zscale', label: 'zscale' },
        { value: 'minmax', label: 'min–max' },
        { value: 'typed', label: 'typed' },
      ],
      'zscale',
    );
    this.#hdu.element.classList.add('hdu-choice');
    this.#mode.element.classList.add('limits-choice');
    const group = (name: string, label: string, ...parts: readonly Node[]): HTMLElement =>
      element(
        'div',
        { class: `group ${name}`, attributes: { role: 'group', 'aria-label': label } },
        [...parts],
      );
    const dash = element('span', {
      class: 'dash',
      text: '–',
      attributes: { 'aria-hidden': 'true' },
    });
    this.element = element(
      'div',
      { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Picture' } },
      [
        group('group-hdu', 'HDU', this.#structure.element, this.#hdu.element),
        group(
          'group-limits',
          'Display limits',
          this.#mode.element,
          this.#low.element,
          dash,
          this.#high.element,
        ),
        group(
          'group-zoom',
          'Zoom',
          out.element,
          this.#percent,
          into.element,
          this.#fit.element,
          this.#one.element,
        ),
        element('div', { class: 'spacer' }),
        element('div', { class: 'transfer' }, [this.#figures, this.#figuresShort]),
        group('group-file', 'File', this.#download.element, this.#header.element),
      ],
    );
    this.setPicture(undefined);
  }

  setHdus(lines: readonly HduLine[], selected: number): void {
    this.#hdu.setChoices(
      lines.map((line) => ({
        value: String(line.index),
        label: `${line.index} · ${hduName(line)}`,
      })),
      String(selected),
    );
  }

  selectHdu(index: number): void {
    this.#hdu.setValue(String(index));
  }

  setPanels(open: { readonly structure: boolean; readonly header: boolean }): void {
    this.#structure.setPressed(open.structure);
    this.#header.setPressed(open.header);
  }

  /** What the picture is like now; undefined where there is none. */
  setPicture(figures: PictureFigures | undefined): void {
    const absent = figures?.zoom === undefined;
    for (const button of this.#pictureButtons) {
      button.setDisabled(absent);
    }
    this.#low.setDisabled(absent);
    this.#high.setDisabled(absent);
    this.#fit.setPressed(figures?.fits === true);
    this.#one.setPressed(figures?.zoom === 1);
    setText(this.#percent, figures?.zoom === undefined ? '–' : formatZoom(figures.zoom));
    if (figures !== undefined) {
      this.#mode.setValue(typeof figures.mode === 'object' ? 'typed' : figures.mode);
    }
    // Between two slices the limits are not known for a moment: those of the first stay on show.
    if (absent || figures?.limits !== undefined) {
      this.#showLimits(figures?.limits);
    }
  }

  setTransfer(figures: TransferFigures): void {
    setText(this.#figures, formatCost(figures, figures.size));
    setText(this.#figuresShort, formatBytes(figures.bytes));
    this.#figures.title =
      `${figures.bytes.toLocaleString('en')} bytes read in ${figures.requests} requests, ` +
      `${figures.rounds} of them one after another`;
    this.#figuresShort.title = formatCost(figures, figures.size);
  }

  setDownloading(downloading: boolean): void {
    this.#download.setDisabled(downloading);
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

  #chooseMode(mode: 'zscale' | 'minmax' | 'typed'): void {
    if (mode !== 'typed') {
      this.#actions.onLimits(mode);
    } else if (this.#limits !== undefined) {
      this.#actions.onLimits(this.#limits);
      this.#low.focus();
    }
  }

  #typed(): void {
    const low = parseNumber(this.#low.value);
    const high = parseNumber(this.#high.value);
    const upsideDown = low !== undefined && high !== undefined && !(low < high);
    this.#low.setInvalid(low === undefined || upsideDown);
    this.#high.setInvalid(high === undefined || upsideDown);
    if (low !== undefined && high !== undefined && low < high) {
      this.#limits = { low, high };
      this.#actions.onLimits(this.#limits);
    }
  }
}
