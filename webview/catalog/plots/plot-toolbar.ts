import type { ColumnLine, FilterProblem } from '../../../src/protocol/table';
import { FilterField } from '../../table/filter-field';
import { createButton, type ButtonControl } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { IconName } from '../../ui/icons';
import { createMenu } from '../../ui/menu';
import { createSelect } from '../../ui/select';
import type { Axes } from './plot-frame';
import type { PlotTool } from './plot-pointer';
import { KINDS, type PlotKind, type PlotSettings } from './plot-settings';
import { SettingsForm } from './settings-form';

export type PlotExport = 'png' | 'svg' | 'copyCode' | 'saveCode';

export interface PlotToolbarActions {
  onChange(change: Partial<PlotSettings>): void;
  onTool(tool: PlotTool): void;
  onReset(): void;
  onExport(what: PlotExport): void;
  /** From a field to the plot. */
  onLeave(): void;
}

const TOOLS: readonly {
  readonly tool: PlotTool;
  readonly icon: IconName;
  readonly label: string;
  readonly title: string;
}[] = [
  {
    tool: 'zoom',
    icon: 'zoom',
    label: 'Zoom',
    title: 'A drag zooms to a box (with Shift it pans; the wheel zooms always)',
  },
  { tool: 'pan', icon: 'pan', label: 'Pan', title: 'A drag moves the plot' },
  {
    tool: 'box',
    icon: 'rectangle',
    label: 'Select with a box',
    title: 'A drag selects the rows in a box (with Shift they join those selected)',
  },
  {
    tool: 'lasso',
    icon: 'lasso',
    label: 'Select with a lasso',
    title: 'A drag selects the rows inside a line (with Shift they join those selected)',
  },
];

type AxisName = 'x' | 'y';

/** What is plotted, and what a drag does. */
export class PlotToolbar {
  readonly #actions: PlotToolbarActions;
  readonly #kind = createSelect<PlotKind>({
    label: 'Kind of plot',
    onChange: (kind) => this.#actions.onChange({ kind }),
  });
  readonly #fields: Readonly<Record<AxisName, FilterField>>;
  readonly #labels = {
    x: element('span', { class: 'plots-axis-label', text: 'x' }),
    y: element('span', { class: 'plots-axis-label', text: 'y' }),
  };
  readonly #message = element('div', {
    class: 'plots-problem',
    attributes: { role: 'status' },
  });
  readonly #tools = new Map<PlotTool, ButtonControl>();
  readonly #settings: SettingsForm;
  readonly #export;
  readonly #y: HTMLElement;
  readonly #swap;
  readonly element: HTMLElement;
  #shown: PlotSettings | undefined;

  constructor(actions: PlotToolbarActions) {
    this.#actions = actions;
    this.#kind.setChoices(KINDS, undefined);
    this.#fields = { x: this.#field('x'), y: this.#field('y') };
    this.#settings = new SettingsForm((change) => actions.onChange(change));
    this.#swap = createButton({
      label: 'Swap the axes',
      icon: 'swap',
      onClick: () => this.#swapAxes(),
    });
    this.#export = createMenu({
      label: 'Export the plot',
      icon: 'export',
      items: {
        png: { label: 'PNG…', onChoose: () => actions.onExport('png') },
        svg: { label: 'SVG…', onChoose: () => actions.onExport('svg') },
        copyCode: { label: 'Copy as matplotlib', onChoose: () => actions.onExport('copyCode') },
        saveCode: { label: 'matplotlib script…', onChoose: () => actions.onExport('saveCode') },
      },
    });
    for (const { tool, icon, label, title } of TOOLS) {
      const button = createButton({ label, icon, title, onClick: () => actions.onTool(tool) });
      this.#tools.set(tool, button);
    }
    this.#y = element('div', { class: 'plots-axis' }, [this.#labels.y, this.#fields.y.element]);
    this.element = element('div', { class: 'plots-head' }, [
      element('div', { class: 'plots-axes' }, [
        this.#kind.element,
        element('div', { class: 'plots-axis' }, [this.#labels.x, this.#fields.x.element]),
        this.#swap.element,
        this.#y,
      ]),
      element(
        'div',
        { class: 'plots-tools', attributes: { role: 'toolbar', 'aria-label': 'Plot' } },
        [
          ...[...this.#tools.values()].map((button) => button.element),
          createButton({
            label: 'Show all of it',
            icon: 'fit',
            title: 'Show all of it (0, or a double click)',
            onClick: () => actions.onReset(),
          }).element,
          this.#settings.element,
          this.#export.element,
        ],
      ),
      this.#message,
    ]);
  }

  setColumns(columns: readonly ColumnLine[]): void {
    this.#fields.x.setColumns(columns);
    this.#fields.y.setColumns(columns);
  }

  show(settings: PlotSettings, axes: Axes | undefined): void {
    const former = this.#shown && textsOf(this.#shown);
    this.#shown = settings;
    const sky = settings.kind === 'sky';
    this.#kind.setValue(settings.kind);
    const texts = textsOf(settings);
    for (const axis of ['x', 'y'] as const) {
      // What is being typed stays.
      if (texts[axis] !== former?.[axis]) {
        this.#fields[axis].setValue(texts[axis]);
        this.#mark(axis, texts[axis]);
      }
    }
    setText(this.#labels.x, sky ? 'RA' : 'x');
    setText(this.#labels.y, sky ? 'Dec' : 'y');
    this.#y.hidden = settings.kind === 'histogram';
    this.#swap.element.hidden = sky || settings.kind === 'histogram';
    this.#settings.show(settings, axes);
  }

  setTool(tool: PlotTool): void {
    this.#tools.forEach((button, own) => button.setPressed(own === tool));
  }

  setDrawn(drawn: boolean): void {
    this.#export.setDisabled(!drawn);
  }

  /** Underlines what makes no sense, and says so; both undefined for nothing. */
  setProblems(x: FilterProblem | undefined, y: FilterProblem | undefined): void {
    this.#fields.x.setProblem(x);
    this.#fields.y.setProblem(y);
    setText(this.#message, (x ?? y)?.message ?? '');
    this.#message.hidden = (x ?? y) === undefined;
  }

  #field(axis: AxisName): FilterField {
    return new FilterField(
      {
        onApply: (text) => this.#apply(axis, text),
        onInput: (text) => this.#mark(axis, text),
        onLeave: () => this.#actions.onLeave(),
      },
      {
        label: axis === 'x' ? 'Horizontal axis' : 'Vertical axis',
        title: 'A column, or an expression of columns such as w1mpro - w2mpro (Enter plots it)',
        placeholder: 'column or expression',
      },
    );
  }

  /** Shows that something is typed that is not yet plotted. */
  #mark(axis: AxisName, text: string): void {
    const plotted = this.#shown === undefined ? text : textsOf(this.#shown)[axis];
    this.#fields[axis].element.classList.toggle('changed', text !== plotted);
  }

  #apply(axis: AxisName, text: string): void {
    const sky = this.#shown?.kind === 'sky';
    // Both are taken, since both may have been typed.
    const [x, y] = axis === 'x' ? [text, this.#fields.y.value] : [this.#fields.x.value, text];
    if (sky) {
      this.#actions.onChange({ longitude: x, latitude: y });
    } else {
      const { x: formerX, y: formerY } = this.#shown ?? {};
      // Limits and turns belong to what was plotted.
      this.#actions.onChange({
        ...{ x, y },
        ...(x === formerX ? {} : { xRange: undefined, xInverted: undefined }),
        ...(y === formerY ? {} : { yRange: undefined, yInverted: undefined }),
      });
    }
    this.#mark('x', x);
    this.#mark('y', y);
  }

  #swapAxes(): void {
    const { x, y, xRange, yRange, xInverted, yInverted } = this.#shown ?? {};
    this.#actions.onChange({
      ...{ x: y, y: x, xRange: yRange, yRange: xRange },
      ...{ xInverted: yInverted, yInverted: xInverted },
    });
  }
}

/** What stands in the fields. */
function textsOf(settings: PlotSettings): Readonly<Record<AxisName, string>> {
  const { kind, x, y, longitude, latitude } = settings;
  return kind === 'sky' ? { x: longitude ?? '', y: latitude ?? '' } : { x: x ?? '', y: y ?? '' };
}
