import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { Context } from './context';
import { Change } from './context';
import { Page } from './page';
import type { Panel } from './panel';
import { absenceOf } from './panel';
import { StatisticsSection } from './statistics-section';
import type { StatisticsColumn } from './statistics-text';
import { boxOf, sameBox, statisticsTable } from './statistics-text';

/** Exact statistics of the view and of the whole image. */
export class StatisticsPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #page: Page;
  readonly #unit = element('span', { class: 'page-note', attributes: { 'data-field': 'unit' } });
  readonly #view: StatisticsSection;
  readonly #image: StatisticsSection;
  readonly #copy = createButton({
    label: 'Copy all',
    title: 'Copy all exact statistics as tab-separated text',
    onClick: () => this.#copyAll(),
  });
  readonly #change = new Change();
  #inSight = false;

  constructor(context: Context) {
    this.#context = context;
    const onChange = (): void => {
      if (this.#inSight) {
        this.update();
      }
    };
    this.#view = new StatisticsSection(context, {
      title: 'View',
      name: 'the view',
      hasOverview: false,
      onChange,
    });
    this.#image = new StatisticsSection(context, {
      title: 'Whole image',
      name: 'the image',
      hasOverview: true,
      onChange,
    });
    this.#page = new Page('Statistics', [
      element('div', { class: 'page-tools' }, [
        this.#unit,
        element('span', { class: 'spacer' }),
        this.#copy.element,
      ]),
      element('div', { class: 'statistics-sections' }, [this.#view.element, this.#image.element]),
    ]);
    this.element = this.#page.element;
  }

  /** Lets go of what is of another picture, also out of sight: nobody waits for it any more. */
  follow(): void {
    if (this.#change.of(this.#context.subject)) {
      this.#view.run.reset();
      this.#image.run.reset();
    }
  }

  update(): void {
    const { subject } = this.#context;
    this.#inSight = true;
    this.follow();
    const { plane, viewBox } = subject;
    const absence = absenceOf(subject);
    this.#page.say(absence);
    if (plane === undefined || absence !== undefined) {
      return;
    }
    setText(this.#unit, plane.unit === undefined ? '' : `in ${plane.unit}`);
    const image = boxOf(plane);
    // The picture comes first: what is read on the side waits for the overview.
    const settled = subject.done >= 1;
    const whole = viewBox === undefined || sameBox(viewBox, image);
    this.#view.element.hidden = whole;
    if (whole) {
      this.#view.run.hide();
    } else {
      this.#view.update(viewBox, settled);
    }
    this.#image.update(image, settled);
    this.#copy.setDisabled(this.#columns().length === 0);
  }

  hide(): void {
    this.#inSight = false;
    this.#view.run.hide();
    this.#image.run.hide();
  }

  #columns(): StatisticsColumn[] {
    const { origin } = this.#context.focus;
    return [this.#view, this.#image].flatMap((section) =>
      section.element.hidden ? [] : (section.column(origin) ?? []),
    );
  }

  #copyAll(): void {
    const { subject, focus } = this.#context;
    this.#context.onCopy(
      statisticsTable(this.#columns(), subject.plane?.unit, focus.origin),
      'statistics',
    );
  }
}
