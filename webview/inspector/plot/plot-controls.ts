import type { ColumnLine } from '../../../src/protocol/table';
import { createButton } from '../../ui/button';
import { element } from '../../ui/dom';
import { ColumnPicker } from './column-picker';
import type { PlotChoice } from './plot-choice';
import { axisChoice, swapped } from './plot-choice';

export interface PlotControlActions {
  onChoice(choice: PlotChoice): void;
  onAll(): void;
  onCopy(): void;
  onExport(): void;
  readonly onEnlarge: (() => void) | undefined;
}

/** What is plotted against what, and how. */
export class PlotControls {
  readonly element: HTMLElement;
  readonly #actions: PlotControlActions;
  readonly #x;
  readonly #y;
  readonly #line = createButton({
    label: 'Line',
    title: 'Join the points in the order of the rows, as for a spectrum',
    text: 'Line',
    look: 'icon',
    onClick: () => this.#change(({ mark }) => ({ mark: mark === 'line' ? 'points' : 'line' })),
  });
  readonly #needData: readonly ReturnType<typeof createButton>[];
  readonly #enlarge: ReturnType<typeof createButton> | undefined;
  #choice: PlotChoice | undefined;

  constructor(actions: PlotControlActions) {
    this.#actions = actions;
    this.#x = this.#axis('x');
    this.#y = this.#axis('y');
    const swap = createButton({
      label: 'Swap the axes',
      icon: 'swap',
      onClick: () => {
        if (this.#choice !== undefined) {
          actions.onChoice(swapped(this.#choice));
        }
      },
    });
    const all = createButton({
      label: 'All points',
      text: 'All',
      look: 'icon',
      title: 'Show all points (double click)',
      onClick: () => actions.onAll(),
    });
    const copy = createButton({
      label: 'Copy the points',
      text: 'Copy',
      look: 'icon',
      title: 'Copy the points as tab-separated text',
      onClick: () => actions.onCopy(),
    });
    const save = createButton({
      label: 'Export the plot as PNG',
      icon: 'export',
      onClick: () => actions.onExport(),
    });
    const { onEnlarge } = actions;
    this.#enlarge =
      onEnlarge &&
      createButton({
        label: 'Enlarge',
        icon: 'enlarge',
        onClick: () => {
          onEnlarge();
          this.#showEnlarged();
        },
      });
    this.#needData = [all, copy, save];
    this.element = element('div', { class: 'plot-controls' }, [
      element('div', { class: 'plot-axes' }, [this.#y.element, this.#x.element]),
      element('div', { class: 'page-tools' }, [
        swap.element,
        this.#line.element,
        element('span', { class: 'spacer' }),
        all.element,
        copy.element,
        save.element,
        ...(this.#enlarge === undefined ? [] : [this.#enlarge.element]),
      ]),
    ]);
  }

  show(columns: readonly ColumnLine[], choice: PlotChoice, hasData: boolean): void {
    this.#choice = choice;
    for (const [control, axis] of [
      [this.#x, choice.x],
      [this.#y, choice.y],
    ] as const) {
      control.picker.show(columns, axis.column);
      control.log.setPressed(axis.log);
      control.inverted.setPressed(axis.inverted);
    }
    this.#line.setPressed(choice.mark === 'line');
    this.#needData.forEach((button) => button.setDisabled(!hasData));
    this.#showEnlarged();
  }

  /** The page takes the room back by itself, too. */
  #showEnlarged(): void {
    this.#enlarge?.setPressed(this.element.closest('.enlarged') !== null);
  }

  #change(change: (choice: PlotChoice) => Partial<PlotChoice>): void {
    if (this.#choice !== undefined) {
      this.#actions.onChoice({ ...this.#choice, ...change(this.#choice) });
    }
  }

  #axis(axis: 'x' | 'y'): {
    readonly element: HTMLElement;
    readonly picker: ColumnPicker;
    readonly log: ReturnType<typeof createButton>;
    readonly inverted: ReturnType<typeof createButton>;
  } {
    const picker = new ColumnPicker({
      label: `Column of the ${axis} axis`,
      onPick: (column) => this.#change(() => ({ [axis]: axisChoice(column, axis) })),
    });
    const log = createButton({
      label: `Logarithmic ${axis} axis`,
      text: 'Log',
      look: 'icon',
      onClick: () =>
        this.#change((choice) => ({ [axis]: { ...choice[axis], log: !choice[axis].log } })),
    });
    const inverted = createButton({
      label: `Inverted ${axis} axis`,
      text: 'Invert',
      look: 'icon',
      title: `Inverted ${axis} axis, as for magnitudes`,
      onClick: () =>
        this.#change((choice) => ({
          [axis]: { ...choice[axis], inverted: !choice[axis].inverted },
        })),
    });
    const row = element('div', { class: 'plot-axis' }, [
      element('span', {
        class: 'plot-axis-name',
        text: axis,
        attributes: { 'aria-hidden': 'true' },
      }),
      picker.element,
      log.element,
      inverted.element,
    ]);
    return { element: row, picker, log, inverted };
  }
}
