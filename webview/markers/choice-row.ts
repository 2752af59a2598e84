import { countOf } from '../../src/protocol/figures';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { ChoiceShape } from './choice-tool';

/** What markers of results of catalogues are chosen with, in the menu. */
export class ChoiceRow {
  readonly #words = element('span', { attributes: { role: 'status' } });
  readonly #buttons = (['box', 'lasso'] as const).map((shape) => ({
    shape,
    button: createButton({
      label: shape === 'box' ? 'Choose rows in a box' : 'Choose rows with a lasso',
      icon: shape === 'box' ? 'rectangle' : 'polygon',
      title: `Chooses the rows whose markers lie in a ${shape} drawn on the picture; Shift adds to them`,
      onClick: () => this.#onShape(shape),
    }),
  }));
  readonly #clear: ReturnType<typeof createButton>;
  readonly element: HTMLElement;
  readonly #onShape: (shape: ChoiceShape) => void;

  constructor(actions: { onShape(shape: ChoiceShape): void; onClear(): void }) {
    this.#onShape = (shape) => actions.onShape(shape);
    this.#clear = createButton({
      label: 'Choose no rows',
      icon: 'close',
      onClick: () => actions.onClear(),
    });
    this.element = element('div', { class: 'markers-chosen' }, [
      this.#words,
      ...this.#buttons.map(({ button }) => button.element),
      this.#clear.element,
    ]);
    this.show(false, 0, undefined);
  }

  /**
   * @param possible a result of a catalogue is shown.
   * @param chosen how many of its rows are.
   */
  show(possible: boolean, chosen: number, shape: ChoiceShape | undefined): void {
    this.element.hidden = !possible;
    setText(this.#words, chosen === 0 ? 'No row chosen' : `${countOf(chosen, 'row')} chosen`);
    this.#buttons.forEach((each) => each.button.setPressed(each.shape === shape));
    this.#clear.element.hidden = chosen === 0;
  }
}
