import type { ColourMapName } from '../../../src/protocol/display';
import { cssGradient } from '../../image/colour-maps';
import { formatLimits, formatNumber, parseNumber } from '../../image/format';
import { createCheckbox } from '../../ui/checkbox';
import { element } from '../../ui/dom';
import { createPopover } from '../../ui/popover';
import { createSelect } from '../../ui/select';
import { createTextField, type TextFieldControl } from '../../ui/text-field';
import type { Axes } from './plot-frame';
import { MOST_GRID, PLOT_MAPS, type PlotSettings, type Range } from './plot-settings';

/** How a number may be typed: `undefined` for an empty field, `NaN` for what is none. */
type Read = (text: string) => number | undefined;

const MAP_NAMES: Readonly<Partial<Record<ColourMapName, string>>> = { grey: 'gray' };

/** The menu of all that a plot is drawn with, beside its axes. */
export class SettingsForm {
  readonly element: HTMLElement;
  readonly #onChange: (change: Partial<PlotSettings>) => void;
  #settings: PlotSettings | undefined;
  #axes: Axes | undefined;
  readonly #swatch = element('span', { class: 'swatch' });

  readonly #gridsize = this.#number('Hexagons, cells or bins', wholeNumber, (value) => {
    const { kind, gridsizes } = this.#settings ?? {};
    if (value !== undefined && kind !== undefined && gridsizes !== undefined) {
      this.#onChange({ gridsizes: { ...gridsizes, [kind]: value } });
    }
  });
  readonly #ygridsize = this.#number(
    'The same along y; empty for as many as fit',
    wholeNumber,
    (value) => this.#onChange({ ygridsize: value }),
  );
  readonly #mincnt = this.#number(
    'Hexagons with fewer rows are not drawn; empty for all',
    parseOptional,
    (value) => this.#onChange({ mincnt: value }),
  );
  readonly #map = createSelect<ColourMapName>({
    label: 'Colour map',
    onChange: (colourMap) => this.#onChange({ colourMap }),
  });
  readonly #reversed = createCheckbox({
    label: 'Reversed',
    title: 'From the last colour to the first',
    onChange: (reversed) => this.#onChange({ reversed }),
  });
  readonly #norm = createSelect<'linear' | 'log'>({
    label: 'Norm',
    title: 'How colours follow the number of rows, and the heights of a histogram',
    onChange: (norm) =>
      this.#onChange(this.#settings?.kind === 'histogram' ? { heights: norm } : { norm }),
  });
  readonly #low = this.#number(
    'Rows of the first colour; empty for the fewest',
    parseOptional,
    (low) => this.#onChange({ low }),
  );
  readonly #high = this.#number(
    'Rows of the last colour; empty for the most',
    parseOptional,
    (high) => this.#onChange({ high }),
  );
  readonly #x = this.#range('x');
  readonly #y = this.#range('y');
  readonly #xInverted = createCheckbox({
    label: 'x inverted',
    title: 'The smallest value at the right',
    onChange: (xInverted) => this.#onChange({ xInverted }),
  });
  readonly #yInverted = createCheckbox({
    label: 'y inverted',
    title: 'The smallest value at the top, as magnitudes are drawn',
    onChange: (yInverted) => this.#onChange({ yInverted }),
  });
  readonly #rows = {
    grid: row('Grid', [this.#gridsize.element, this.#ygridsize.element]),
    mincnt: row('Fewest rows', [this.#mincnt.element]),
    map: row('Colours', [this.#swatch, this.#map.element, this.#reversed.element]),
    norm: row('Norm', [this.#norm.element]),
    limits: row('Limits', [this.#low.element, this.#high.element]),
    x: row('x', [this.#x.low.element, this.#x.high.element, this.#xInverted.element]),
    y: row('y', [this.#y.low.element, this.#y.high.element, this.#yInverted.element]),
  };

  constructor(onChange: (change: Partial<PlotSettings>) => void) {
    this.#onChange = onChange;
    this.#map.setChoices(
      PLOT_MAPS.map((value) => ({ value, label: MAP_NAMES[value] ?? value })),
      undefined,
    );
    this.#norm.setChoices(
      [
        { value: 'log', label: 'logarithmic' },
        { value: 'linear', label: 'linear' },
      ],
      undefined,
    );
    const form = element('div', { class: 'plots-settings' }, Object.values(this.#rows));
    const popover = createPopover({
      label: 'Plot settings',
      title: 'Grid, colours, limits and axes of the plot',
      icon: 'tools',
      kind: 'dialog',
      content: [form],
      onOpen: () =>
        form.querySelector<HTMLElement>(':scope > :not([hidden]) input, select')?.focus(),
    });
    this.element = popover.element;
  }

  /** @param axes those that are drawn, whose limits stand where none were set */
  show(settings: PlotSettings, axes: Axes | undefined): void {
    this.#settings = settings;
    this.#axes = axes;
    const { kind, gridsizes, colourMap, reversed } = settings;
    const sky = kind === 'sky';
    const cells = kind === 'hexbin' || kind === 'density';
    this.#rows.grid.hidden = sky || kind === 'scatter';
    this.#rows.mincnt.hidden = kind !== 'hexbin';
    this.#rows.map.hidden = this.#rows.limits.hidden = kind === 'histogram';
    this.#rows.x.hidden = sky;
    this.#rows.y.hidden = sky || kind === 'histogram';
    this.#ygridsize.element.hidden = !cells;
    const size = sky || kind === 'scatter' ? '' : String(gridsizes[kind]);
    fill(this.#gridsize, size);
    fill(this.#ygridsize, optional(settings.ygridsize));
    fill(this.#mincnt, optional(settings.mincnt));
    this.#map.setValue(colourMap);
    this.#swatch.style.backgroundImage = cssGradient(colourMap, reversed);
    this.#reversed.setChecked(reversed);
    this.#norm.setValue(kind === 'histogram' ? settings.heights : settings.norm);
    fill(this.#low, optional(settings.low));
    fill(this.#high, optional(settings.high));
    for (const [fields, axis] of [
      [this.#x, axes?.x],
      [this.#y, axes?.y],
    ] as const) {
      const texts = axis === undefined ? { low: '', high: '' } : formatLimits(axis);
      fill(fields.low, texts.low);
      fill(fields.high, texts.high);
    }
    this.#xInverted.setChecked(axes?.x.inverted ?? settings.xInverted ?? false);
    this.#yInverted.setChecked(axes?.y.inverted ?? settings.yInverted ?? false);
  }

  #number(label: string, read: Read, take: (value: number | undefined) => void): TextFieldControl {
    const field: TextFieldControl = createTextField({
      label,
      placeholder: 'auto',
      onCommit: (text) => {
        const value = read(text);
        const sound = value === undefined || Number.isFinite(value);
        field.setInvalid(!sound);
        if (sound) {
          take(value);
        }
      },
    });
    return field;
  }

  #range(axis: 'x' | 'y'): { readonly low: TextFieldControl; readonly high: TextFieldControl } {
    const fields: { low: TextFieldControl; high: TextFieldControl } = {
      low: this.#number(`${axis} from; both empty for all`, parseOptional, () => take()),
      high: this.#number(`${axis} to`, parseOptional, () => take()),
    };
    const take = (): void => {
      const [low, high] = [parseOptional(fields.low.value), parseOptional(fields.high.value)];
      const none = low === undefined && high === undefined;
      const shown = this.#axes?.[axis];
      const range: Range = [low ?? shown?.low ?? NaN, high ?? shown?.high ?? NaN];
      const sound = none || range[0] < range[1];
      fields.low.setInvalid(!sound);
      fields.high.setInvalid(!sound);
      if (sound) {
        const set = none ? undefined : range;
        this.#onChange(axis === 'x' ? { xRange: set } : { yRange: set });
      }
    };
    return fields;
  }
}

function row(label: string, controls: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    { class: 'plots-setting', attributes: { role: 'group', 'aria-label': label } },
    [
      element('span', { class: 'plots-setting-label', text: label }),
      element('div', { class: 'plots-setting-fields' }, controls),
    ],
  );
}

/** Leaves a field alone that is being typed in. */
function fill(field: TextFieldControl, text: string): void {
  if (!field.focused) {
    field.setValue(text);
    field.setInvalid(false);
  }
}

function optional(value: number | undefined): string {
  return value === undefined ? '' : formatNumber(value, 12);
}

function parseOptional(text: string): number | undefined {
  return text.trim() === '' ? undefined : (parseNumber(text) ?? NaN);
}

function wholeNumber(text: string): number | undefined {
  const value = parseOptional(text);
  const sound =
    value === undefined || (Number.isInteger(value) && value >= 1 && value <= MOST_GRID);
  return sound ? value : NaN;
}
