import { formatBytes } from '../../src/protocol/figures';
import { DemandLine } from '../inspector/demand-line';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';
import type { LineLoader } from './line-loader';

/** Said over the plot: how far reading is, what it would cost, or what is wrong. */
export class LineDemand {
  readonly element: HTMLElement;
  readonly #loader: LineLoader;
  readonly #line: DemandLine;
  readonly #offer = element('div', { class: 'spectrum-offer' });
  readonly #broken = element('span');
  readonly #warning = element('p', { class: 'warning', attributes: { role: 'status' } }, [
    icon('warning'),
    this.#broken,
  ]);
  #offered = '';

  constructor(loader: LineLoader) {
    this.#loader = loader;
    this.#line = new DemandLine({
      name: 'the line',
      onRead: () => loader.ask(),
      onCancel: () => loader.cancel(),
    });
    this.element = element('div', { class: 'spectrum-demand' }, [
      this.#line.element,
      this.#offer,
      this.#warning,
    ]);
  }

  /** `broken` is why some pixels could not be read, or copied. */
  update(broken: string | undefined): void {
    const { state, offered } = this.#loader;
    const done = state.kind === 'reading' ? (state.progress?.done ?? 0) : 0;
    this.#line.show(state, { share: done, text: `${Math.floor(done * 100)} %` });
    this.#warning.hidden = broken === undefined;
    setText(this.#broken, broken ?? '');
    const text =
      offered === undefined ? '' : `Read ${formatBytes(offered)} to show what is in sight`;
    if (text !== this.#offered) {
      this.#offered = text;
      const onClick = (): void => this.#loader.ask();
      this.#offer.replaceChildren(
        ...(text === '' ? [] : [createButton({ label: text, onClick }).element]),
      );
    }
  }
}
