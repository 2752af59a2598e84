import { element, setText } from '../ui/dom';
import type { Context } from './context';
import { pixelInPlane } from './context';
import { Page } from './page';
import type { Panel } from './panel';
import { NO_PIXEL, absenceOf } from './panel';
import { ProfilePlot } from './profile-plot';

/** What the row and the column of the pixel in question look like, from what is on screen. */
export class ProfilesPanel implements Panel {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #page: Page;
  readonly #unit = element('span', { class: 'page-note', attributes: { 'data-field': 'unit' } });
  readonly #row = new ProfilePlot('row');
  readonly #column = new ProfilePlot('column');

  constructor(context: Context) {
    this.#context = context;
    this.#page = new Page('Profiles', [this.#row.element, this.#column.element, this.#unit]);
    this.element = this.#page.element;
  }

  update(): void {
    const { subject, focus } = this.#context;
    const pixel = pixelInPlane(this.#context);
    this.#page.say(absenceOf(subject) ?? (pixel === undefined ? NO_PIXEL : undefined));
    if (pixel === undefined) {
      return;
    }
    const unit = subject.plane?.unit;
    const { origin } = focus;
    setText(this.#unit, unit === undefined ? '' : `Values in ${unit}, as they are on screen.`);
    this.#row.show({ profile: subject.profile('row', pixel), pixel, origin, unit });
    this.#column.show({ profile: subject.profile('column', pixel), pixel, origin, unit });
  }

  hide(): void {
    // It asks for nothing.
  }
}
