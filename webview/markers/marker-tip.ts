import type { Position } from '../image/view';
import { element } from '../ui/dom';

/** Room between the pointer and the tip, and between the tip and the edge, in CSS pixels. */
const AWAY = 14;
const MARGIN = 4;

/** What is known of the marker under the pointer, beside it. */
export class MarkerTip {
  readonly element = element('div', { class: 'markers-tip', attributes: { hidden: '' } });

  /** @param at CSS pixels from the top left corner of the picture. */
  show(lines: readonly string[], [x, y]: Position): void {
    this.element.replaceChildren(...lines.map((text) => element('div', { text })));
    this.element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const room = this.element.offsetParent;
    const [right, bottom] = [room?.clientWidth ?? 0, room?.clientHeight ?? 0];
    const left = x + AWAY + width + MARGIN > right ? x - AWAY - width : x + AWAY;
    const top = y + AWAY + height + MARGIN > bottom ? y - AWAY - height : y + AWAY;
    this.element.style.left = `${Math.max(MARGIN, left)}px`;
    this.element.style.top = `${Math.max(MARGIN, top)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
