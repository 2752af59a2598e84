import { formatBytes, formatCost } from '../../src/protocol/figures';
import type { HduLine, Limits, TransferFigures } from '../../src/protocol/methods';
import type { ButtonControl } from '../ui/button';
import { createButton } from '../ui/button';
import { createMaskMenu } from '../mask/mask-menu';
import type { MaskModel } from '../mask/mask-model';
import { element, setText } from '../ui/dom';
import { createDropdown } from '../ui/dropdown';
import type { DropdownControl } from '../ui/dropdown';
import type { IconName } from '../ui/icons';
import type { MenuControl } from '../ui/menu';
import { createColourMenu } from './colour-menu';
import type { DisplayModel } from './display';
import { formatZoom } from './format';
import { containerOf, shortNames } from './hdu';
import type { LimitsMode } from './limits';
import { LimitsControl } from './limits-control';
import type { MoreItem, ToolItem, ZoomItem } from './menus';
import type { Mode } from './mode';
import { MODE_LABELS } from './mode';
import { createMoreMenu, createToolsMenu, createZoomMenu } from './menus';
import { createStretchMenu } from './stretch-menu';
import type { ToolbarActions } from './toolbar-actions';
import './toolbar.css';

export interface PictureFigures {
  readonly zoom: number | undefined;
  /** Whether the zoom is "fit". */
  readonly fits: boolean;
  readonly mode: LimitsMode;
  readonly limits: Limits | undefined;
  /** What the limits are, and of which values: "zscale of the sampled values". */
  readonly limitsNote: string | undefined;
  readonly boxZoom: boolean;
  readonly crosshair: boolean;
  readonly colourBar: boolean;
  /** Whether there is a picture, or a plot, to export. */
  readonly exports: boolean;
}

/** The bar on top: what is shown, in which colours, how large, and what it has cost. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #structure: ButtonControl;
  readonly #inspector: ButtonControl;
  readonly #fit: ButtonControl;
  readonly #one: ButtonControl;
  readonly #box: ButtonControl;
  readonly #pictureButtons: readonly ButtonControl[];
  readonly #hdu: DropdownControl<string>;
  readonly #modes = element('div', {
    class: 'group group-mode',
    attributes: { role: 'group', 'aria-label': 'Shown as' },
  });
  readonly #onMode: (mode: Mode) => void;
  readonly #limits: LimitsControl;
  readonly #zoom: MenuControl<ZoomItem>;
  readonly #tools: MenuControl<ToolItem>;
  readonly #more: MenuControl<MoreItem>;
  readonly #overlays = group('group-overlays', 'Over the picture');
  readonly #figures = element('span', { class: 'figures' });
  readonly #figuresShort = element('span', { class: 'figures-short' });

  constructor(actions: ToolbarActions, display: DisplayModel, mask: MaskModel) {
    this.#onMode = (mode) => actions.onMode(mode);
    const tool = (label: string, name: IconName, key: string, onClick: () => void): ButtonControl =>
      createButton({ label, icon: name, title: `${label} (${key})`, onClick });
    this.#structure = tool('HDU list', 'structure', 'S', () => actions.onStructure());
    this.#inspector = createButton({
      label: 'Inspector',
      icon: 'inspector',
      title: 'Inspector: header (H), histogram (G), statistics (T), profiles (P), pixels (X)',
      onClick: () => actions.onInspector(),
    });
    this.#fit = tool('Fit', 'fit', '0', () => actions.onZoom('fit'));
    this.#one = createButton({
      label: 'Zoom to 1:1',
      text: '1:1',
      title: 'One image pixel on one screen pixel (1)',
      look: 'icon',
      onClick: () => actions.onZoom('one'),
    });
    this.#box = tool('Zoom to a box', 'box', 'Z', () => actions.onBoxZoom());
    const out = tool('Zoom out', 'minus', '−', () => actions.onZoom('out'));
    const into = tool('Zoom in', 'plus', '+', () => actions.onZoom('in'));
    this.#pictureButtons = [out, into, this.#fit, this.#one, this.#box];
    this.#hdu = createDropdown<string>({
      label: 'HDU',
      title: 'HDU shown ( [ and ] go to the previous and next )',
      onChange: (value) => actions.onHdu(Number(value)),
    });
    this.#hdu.element.classList.add('hdu-choice');
    this.#limits = new LimitsControl((mode) => actions.onLimits(mode));
    this.#zoom = createZoomMenu(actions);
    this.#tools = createToolsMenu(actions, display);
    this.#more = createMoreMenu(actions);
    const stretch = createStretchMenu(display);
    stretch.button.classList.add('stretch-choice');
    const colours = createColourMenu(display, () => actions.onResetColours());
    colours.button.classList.add('colour-choice');
    this.element = element(
      'div',
      { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Picture' } },
      [
        group('group-hdu', 'HDU', this.#structure.element, this.#hdu.element),
        this.#modes,
        group('group-values', 'Values', stretch.element, this.#limits.element),
        group('group-colours', 'Colours', colours.element),
        group('group-mask', 'Data quality', createMaskMenu(mask).element),
        group('group-zoom', 'Zoom', out.element, this.#zoom.element, into.element),
        group(
          'group-zoom group-zooms',
          'Zoom to',
          this.#fit.element,
          this.#one.element,
          this.#box.element,
        ),
        group('group-tools', 'Tools', this.#tools.element),
        this.#overlays,
        element('div', { class: 'transfer' }, [this.#figures, this.#figuresShort]),
        group('group-file', 'File', this.#more.element, this.#inspector.element),
      ],
    );
    this.element.addEventListener('keydown', moveAlong);
    this.setModes([], 'picture', false);
    this.setPicture(undefined);
  }

  /** Menus for what lies over the picture. */
  addMenus(menus: readonly HTMLElement[]): void {
    this.#overlays.append(...menus);
  }

  setHdus(lines: readonly HduLine[], selected: number): void {
    const names = shortNames(lines);
    this.#hdu.setChoices(
      lines.map(({ index }, at) => ({
        value: String(index),
        label: `${containerOf(index)} · ${names[at]}`,
      })),
      String(selected),
    );
  }

  /**
   * What the HDU can be shown as, and what it is shown as now; of a cell of its table there is a way
   * back. What is about pictures alone is not there beside a table or a plot.
   */
  setModes(modes: readonly Mode[], mode: Mode, cell: boolean): void {
    this.element.dataset['mode'] = mode;
    const button = (to: Mode, label: string, text: string): ButtonControl =>
      createButton({ label, text, look: 'icon', onClick: () => this.#onMode(to) });
    const buttons = cell
      ? [button('table', 'Back to the table', '← Table')]
      : modes.map((to) => {
          const way = button(to, MODE_LABELS[to], MODE_LABELS[to]);
          way.setPressed(to === mode);
          return way;
        });
    this.#modes.replaceChildren(...buttons.map((each) => each.element));
    this.#modes.hidden = buttons.length < 2 && !cell;
  }

  setPanels(open: { readonly structure: boolean; readonly inspector: boolean }): void {
    this.#structure.setPressed(open.structure);
    this.#inspector.setPressed(open.inspector);
  }

  /** What the picture is like now; undefined where there is none. */
  setPicture(figures: PictureFigures | undefined): void {
    const absent = figures?.zoom === undefined;
    for (const button of this.#pictureButtons) {
      button.setDisabled(absent);
    }
    this.#zoom.setDisabled(absent);
    this.#more.setItemDisabled('export', figures?.exports !== true);
    this.#limits.setDisabled(absent);
    this.#fit.setPressed(figures?.fits === true);
    this.#one.setPressed(figures?.zoom === 1);
    this.#box.setPressed(figures?.boxZoom === true);
    this.#zoom.setText(figures?.zoom === undefined ? '–' : formatZoom(figures.zoom));
    this.#zoom.setChecked('fit', figures?.fits === true);
    this.#zoom.setChecked('one', figures?.zoom === 1);
    this.#zoom.setChecked('box', figures?.boxZoom === true);
    this.#tools.setChecked('crosshair', figures?.crosshair === true);
    this.#tools.setChecked('colourBar', figures?.colourBar === true);
    // Between two slices the limits are not known for a moment: those of the first stay on show.
    if (figures !== undefined && (absent || figures.limits !== undefined)) {
      this.#limits.show(figures.mode, figures.limits, figures.limitsNote);
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
    this.#more.setItemDisabled('download', downloading);
  }
}

function group(name: string, label: string, ...parts: readonly Node[]): HTMLElement {
  return element(
    'div',
    { class: `group ${name}`, attributes: { role: 'group', 'aria-label': label } },
    [...parts],
  );
}

/** Left and right go from control to control, but in a text field. */
function moveAlong(event: KeyboardEvent): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const target = event.target as HTMLElement;
  const bar = event.currentTarget as HTMLElement;
  if (step === undefined || target.closest('vscode-text-field, .popover') !== null) {
    return;
  }
  const stops = [
    ...bar.querySelectorAll<HTMLElement>(
      'vscode-button, vscode-dropdown, button, vscode-text-field',
    ),
  ].filter((stop) => !stop.hasAttribute('disabled') && stop.checkVisibility());
  event.preventDefault();
  stops[stops.indexOf(target) + step]?.focus();
}
