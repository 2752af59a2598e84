import type { ScatterReply } from '../../../src/protocol/table';
import type { NoticeContent } from '../../image/notice';
import { plotPng } from '../../image/canvas-png';
import { fileNameOf } from '../../image/file-name';
import { troubleOf } from '../../image/host';
import { element, setText } from '../../ui/dom';
import { DemandLine, troubleText } from '../demand-line';
import { NO_TABLE } from '../column/column-panel';
import { titleOf } from '../numbers';
import { OnDemand } from '../on-demand';
import { Page } from '../page';
import type { Panel } from '../panel';
import type { TableContext } from '../table-context';
import { viewKey } from '../table-context';
import { plottable } from './first-columns';
import type { PlotChoice } from './plot-choice';
import { choiceFor, wholeAxes } from './plot-choice';
import { PlotControls } from './plot-controls';
import type { PlotScene } from './plot-painter';
import { pointText, pointsCopy, pointsText, positionText } from './plot-text';
import { PlotView } from './plot-view';
import { densityAt } from './density';
import type { ScatterData } from './scatter-data';
import { scatterData } from './scatter-data';

/** Points that are drawn one by one; of more the density is drawn. */
const MOST_POINTS = 100_000;

const NOTHING: NoticeContent = {
  icon: 'table',
  title: 'Nothing to plot',
  text: 'No column of this table has one number in each row.',
};

/** One column of a table against another. */
export class PlotPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: TableContext;
  readonly #page: Page;
  readonly #controls: PlotControls;
  readonly #view: PlotView;
  readonly #reading = element('p', {
    class: 'page-reading plot-reading',
    attributes: { 'data-field': 'point', 'aria-live': 'polite' },
  });
  readonly #of = element('p', { class: 'page-note', attributes: { 'data-field': 'points' } });
  readonly #trouble = element('p', { class: 'page-trouble', attributes: { role: 'alert' } });
  readonly #line: DemandLine;
  readonly #demand = new OnDemand<ScatterReply, { readonly done: number }>(() => this.#draw());
  /** What was plotted of each HDU. */
  readonly #choices = new Map<number, PlotChoice>();
  #data: { readonly of: ScatterReply; readonly data: ScatterData } | undefined;
  /** The part that was zoomed to; undefined shows all. */
  #zoomed: PlotScene['axes'] | undefined;
  /** What is drawn, and of what it was made. */
  #scene: { readonly key: readonly unknown[]; readonly scene: PlotScene } | undefined;
  #inSight = false;

  constructor(context: TableContext) {
    this.#context = context;
    this.#controls = new PlotControls({
      onChoice: (choice) => this.#choose(choice),
      onAll: () => this.#zoom(undefined),
      onCopy: () => this.#copy(),
      onExport: () => void this.#export(),
      onEnlarge: context.onEnlarge,
    });
    this.#view = new PlotView({
      onAxes: (axes) => this.#zoom(axes),
      onReset: () => this.#zoom(undefined),
      onPoint: (point, position) => this.#read(point, position),
      onChoose: (point) => {
        const row = this.#shown?.rows[point];
        if (row !== undefined) {
          context.table.goTo(row);
        }
      },
    });
    this.#line = new DemandLine({
      name: 'these columns',
      onRead: () => this.#demand.ask(),
      onCancel: () => this.#demand.cancel(),
    });
    this.#page = new Page('Plot', [
      this.#controls.element,
      this.#line.element,
      this.#view.element,
      this.#reading,
      this.#of,
      this.#trouble,
    ]);
    this.element = this.#page.element;
  }

  /** Lets go of what is of another table or view, also out of sight. */
  follow(): void {
    const choice = this.#choice;
    const { table, host } = this.#context;
    const { hdu, view } = table;
    if (hdu === undefined || choice === undefined) {
      this.#demand.want(undefined);
      return;
    }
    const [x, y] = [choice.x.column.index, choice.y.column.index];
    const key = `${viewKey(table)}/${x}/${y}`;
    if (!this.#inSight) {
      this.#demand.keepOnly(key);
      return;
    }
    this.#demand.want({
      key,
      cost: table.table?.local
        ? undefined
        : (signal) =>
            host.request('columnsCost', { hdu, columns: x === y ? [x] : [x, y] }, { signal }),
      read: (signal, onProgress) =>
        host.request('scatter', { hdu, view, x, y, most: MOST_POINTS }, { signal, onProgress }),
    });
  }

  update(): void {
    this.#inSight = true;
    const { hdu, table, column } = this.#context.table;
    if (hdu !== undefined && table !== undefined) {
      const choice = choiceFor(table.columns, column, this.#choices.get(hdu));
      if (choice === undefined) {
        this.#choices.delete(hdu);
      } else {
        this.#choices.set(hdu, choice);
      }
    }
    this.#page.say(
      table === undefined ? NO_TABLE : this.#choice === undefined ? NOTHING : undefined,
    );
    this.follow();
    this.#draw();
  }

  hide(): void {
    this.#inSight = false;
    this.#demand.hide();
  }

  get #choice(): PlotChoice | undefined {
    const { hdu, table } = this.#context.table;
    return hdu === undefined || table === undefined ? undefined : this.#choices.get(hdu);
  }

  /** The points of what is wanted now. */
  get #shown(): ScatterData | undefined {
    const { state } = this.#demand;
    if (state.kind !== 'done') {
      return undefined;
    }
    if (state.reply !== this.#data?.of) {
      this.#data = { of: state.reply, data: scatterData(state.reply) };
      this.#zoomed = undefined;
    }
    return this.#data.data;
  }

  #draw(): void {
    const choice = this.#choice;
    if (!this.#inSight || choice === undefined) {
      return;
    }
    const { table, cell } = this.#context.table;
    const { state } = this.#demand;
    const done = state.kind === 'reading' ? (state.progress?.done ?? 0) : 0;
    this.#line.show(state, { share: done, text: `${Math.floor(done * 100)} %` });
    const data = this.#shown;
    const any = data !== undefined && data.x.length > 0;
    this.#controls.show(plottable(table?.columns ?? []), choice, any);
    setText(this.#of, data === undefined ? '' : sourceText(data, choice));
    const titles = titlesOf(choice);
    this.#view.element.setAttribute(
      'aria-label',
      `Plot of ${titles.y} against ${titles.x}. Page keys read the points, Enter goes to the row, arrow keys move, plus and minus zoom, zero shows all.`,
    );
    this.#view.show(any ? this.#sceneOf(choice, data) : undefined);
    const at = cell === undefined || data === undefined ? -1 : data.rows.indexOf(cell.row);
    this.#view.choose(at < 0 ? undefined : at);
  }

  #sceneOf(choice: PlotChoice, data: ScatterData): PlotScene {
    const key = [choice, data, this.#zoomed];
    if (!this.#scene || key.some((part, i) => part !== this.#scene?.key[i])) {
      const axes = this.#zoomed ?? wholeAxes(choice, data);
      this.#scene = { key, scene: { data, axes, mark: choice.mark, titles: titlesOf(choice) } };
    }
    return this.#scene.scene;
  }

  #choose(choice: PlotChoice): void {
    const { hdu } = this.#context.table;
    if (hdu !== undefined) {
      // Another axis has another part in sight.
      this.#zoomed = choice.mark === this.#choice?.mark ? undefined : this.#zoomed;
      this.#choices.set(hdu, choice);
      this.update();
    }
  }

  #zoom(axes: PlotScene['axes'] | undefined): void {
    this.#zoomed = axes;
    this.#draw();
  }

  #read(point: number | undefined, position: readonly [number, number] | undefined): void {
    const data = this.#shown;
    const choice = this.#choice;
    let text = '';
    if (data !== undefined && choice !== undefined && point !== undefined) {
      const { focus, table } = this.#context;
      text = pointText(data, choice, point, { origin: focus.origin, ofView: table.view !== '' });
    } else if (data !== undefined && choice !== undefined && position !== undefined) {
      const { density } = data;
      text = positionText(choice, position, density, density && densityAt(density, ...position));
    }
    setText(this.#reading, text);
  }

  #copy(): void {
    const data = this.#shown;
    const choice = this.#choice;
    if (data !== undefined && choice !== undefined) {
      this.#context.onCopy(pointsCopy(data, choice, this.#context.focus.origin), 'points');
    }
  }

  async #export(): Promise<void> {
    const choice = this.#choice;
    setText(this.#trouble, '');
    try {
      const { canvas } = this.#view;
      if (canvas !== undefined && choice !== undefined) {
        const name = fileNameOf('', `${choice.y.column.name}_${choice.x.column.name}`, 'png');
        await this.#context.host.request('save', { name, data: await plotPng(canvas) });
      }
    } catch (error) {
      const trouble = troubleOf(error);
      setText(this.#trouble, trouble === undefined ? '' : troubleText(trouble));
    }
  }
}

function titlesOf({ x, y }: PlotChoice): PlotScene['titles'] {
  return { x: titleOf(x.column), y: titleOf(y.column) };
}

function sourceText(data: ScatterData, choice: PlotChoice): string {
  return data.x.length === 0
    ? 'No row has a finite value in both columns.'
    : pointsText(data, choice);
}
