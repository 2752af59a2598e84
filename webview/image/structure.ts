import type { HduLine } from '../../src/protocol/methods';
import { element } from '../ui/dom';
import { formatCount } from '../../src/protocol/figures';
import type { IconName } from '../ui/icons';
import { icon } from '../ui/icons';
import { modesOf } from './mode';
import './structure.css';

const KEYS = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -1e9,
  End: 1e9,
} as const;

/** The HDU list, one row for each line of astropy's `info()`, as a grid for the keyboard. */
export class StructurePanel {
  readonly element: HTMLElement;
  readonly #grid = element('div', {
    class: 'hdus',
    attributes: { role: 'grid', 'aria-label': 'HDUs', 'aria-readonly': 'true' },
  });
  readonly #warnings = element('div', { class: 'warnings' });
  readonly #count = element('span', { class: 'panel-count' });
  readonly #onChoose: (index: number) => void;
  #rows: HTMLElement[] = [];
  #lines: readonly HduLine[] = [];
  #selected: number | undefined;

  constructor(onChoose: (index: number) => void) {
    this.#onChoose = onChoose;
    this.element = element(
      'section',
      { class: 'panel-body', attributes: { 'aria-label': 'HDU list' } },
      [
        element('div', { class: 'panel-title' }, [element('h2', { text: 'HDUs' }), this.#count]),
        this.#grid,
        this.#warnings,
      ],
    );
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event));
  }

  update(
    lines: readonly HduLine[],
    warnings: readonly string[],
    selected: number | undefined,
  ): void {
    const focused = this.#rows.findIndex((row) => row === document.activeElement);
    if (!this.#lines.some(({ index }) => index === selected)) {
      // It was chosen before it had a row: it is still to be brought into sight.
      this.#selected = undefined;
    }
    this.#lines = lines;
    this.#rows = lines.map((line) => this.#row(line));
    this.#grid.replaceChildren(...this.#rows);
    this.#count.textContent = lines.length > 0 ? String(lines.length) : '';
    this.#warnings.replaceChildren(
      ...warnings.map((text) =>
        element('p', { class: 'warning' }, [icon('warning'), element('span', { text })]),
      ),
    );
    this.select(selected);
    if (focused >= 0) {
      this.#rows[focused]?.focus();
    }
  }

  select(index: number | undefined): void {
    const moved = index !== this.#selected;
    this.#selected = index;
    this.#rows.forEach((row, at) => {
      const chosen = this.#lines[at]?.index === index;
      row.setAttribute('aria-selected', String(chosen));
      row.tabIndex = chosen ? 0 : -1;
      if (chosen && moved) {
        row.scrollIntoView({ block: 'nearest' });
      }
    });
    const first = this.#rows[0];
    if (first !== undefined && !this.#rows.some((row) => row.tabIndex === 0)) {
      first.tabIndex = 0;
    }
  }

  #row(line: HduLine): HTMLElement {
    const cell = (column: string, text: string, spoken = text): HTMLElement =>
      element('span', {
        class: `hdu-${column}`,
        text,
        attributes: {
          role: 'gridcell',
          'data-column': column,
          ...(spoken === text ? {} : { 'aria-label': spoken }),
        },
      });
    const { index, name, version, type, cards, dimensions, format } = line;
    const row = element(
      'div',
      {
        class: modesOf(line).length > 0 ? 'hdu' : 'hdu hdu-empty',
        title: `${index}  ${name}  ${version}  ${type}  ${cards}  ${dimensions}  ${format}`.trim(),
        attributes: { role: 'row', 'aria-selected': 'false', 'data-hdu': String(index) },
      },
      [
        cell('index', String(index), `HDU ${index}`),
        element('span', { class: 'hdu-icon' }, [icon(iconOf(line))]),
        element('span', { class: 'hdu-line', attributes: { role: 'presentation' } }, [
          cell('name', name === '' ? '–' : name, name === '' ? 'without a name' : name),
          cell('version', `ver ${version}`, `version ${version}`),
          cell('type', type),
        ]),
        element('span', { class: 'hdu-line', attributes: { role: 'presentation' } }, [
          cell('dimensions', dimensions),
          cell('format', format),
          cell('cards', `${formatCount(cards)} cards`),
        ]),
      ],
    );
    row.addEventListener('click', () => {
      row.focus();
      this.#onChoose(index);
    });
    return row;
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#rows.findIndex((row) => row === document.activeElement);
    const line = this.#lines[at];
    if (line !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      this.#onChoose(line.index);
    } else if (Object.hasOwn(KEYS, event.key)) {
      event.preventDefault();
      const to = at + KEYS[event.key as keyof typeof KEYS];
      this.#rows[Math.min(Math.max(to, 0), this.#rows.length - 1)]?.focus();
    }
  }
}

function iconOf(line: HduLine): IconName {
  const [mode] = modesOf(line);
  return mode ?? (line.picture === 'empty' ? 'empty' : 'picture');
}
