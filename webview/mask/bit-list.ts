import type { MaskBit } from '../../src/protocol/methods';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { rove } from '../ui/roving';
import { bitLabel } from './mask-words';

export interface BitList {
  readonly element: HTMLElement;
  /** The bits there are, and the sum of those that are chosen. */
  show(bits: readonly MaskBit[], chosen: number): void;
  focus(): void;
}

/** A list of bits of which any are chosen. Arrow keys walk through it, Space and Enter choose. */
export function createBitList(onChoose: (bit: number, chosen: boolean) => void): BitList {
  const list = element('div', {
    class: 'menu-list mask-bits',
    attributes: { role: 'group', 'aria-label': 'Bits' },
  });
  let shown: readonly MaskBit[] = [];
  let rows: readonly HTMLElement[] = [];

  const turn = (at: number): void => {
    const bit = shown[at]?.bit;
    const row = rows[at];
    if (bit !== undefined && row !== undefined) {
      moveTo(at);
      onChoose(bit, row.ariaChecked !== 'true');
    }
  };
  const moveTo = (at: number): void => {
    rows.forEach((row, index) => {
      row.tabIndex = index === at ? 0 : -1;
    });
    rows[at]?.focus();
  };
  list.addEventListener('click', (event) => {
    turn(rows.findIndex((row) => event.composedPath().includes(row)));
  });
  list.addEventListener('keydown', (event) => {
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = rove(event.key, at, rows.length);
    if (to !== undefined) {
      event.preventDefault();
      moveTo(to);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      turn(at);
    }
  });
  return {
    element: list,
    show: (bits, chosen) => {
      if (bits !== shown) {
        shown = bits;
        rows = bits.map(createRow);
        list.replaceChildren(...rows);
        // Of two columns the first is the longer one.
        list.style.setProperty('--mask-rows', String(Math.ceil(bits.length / 2)));
      }
      bits.forEach(({ bit }, at) => {
        rows[at]?.setAttribute('aria-checked', String(((chosen >>> bit) & 1) === 1));
      });
    },
    focus: () => (rows.find((row) => row.tabIndex === 0) ?? rows[0])?.focus(),
  };
}

function createRow(mask: MaskBit, at: number): HTMLElement {
  const { bit, name, description } = mask;
  const label = bitLabel(mask);
  return element(
    'div',
    {
      class: name === '' ? 'menu-row mask-bit unnamed' : 'menu-row mask-bit',
      title: description === '' ? `${label}: value ${2 ** bit}` : `${description} (${2 ** bit})`,
      attributes: {
        role: 'checkbox',
        tabindex: at === 0 ? '0' : '-1',
        'aria-checked': 'false',
        'aria-label': name === '' ? label : `${name}, bit ${bit}`,
      },
    },
    [
      element('span', { class: 'row-check' }, [icon('check')]),
      element('span', { class: 'row-label', text: label }),
      element('span', { class: 'mask-bit-number', text: String(bit) }),
    ],
  );
}
