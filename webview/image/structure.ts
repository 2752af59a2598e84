import type { HduLine } from '../../src/protocol/methods';
import { element, setText } from '../ui/dom';
import { formatBytes, formatCount } from '../../src/protocol/figures';
import type { IconName } from '../ui/icons';
import { icon } from '../ui/icons';
import { containerOf, isOfVoTable, isPart } from './hdu';
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

/**
 * What a file holds, as a grid for the keyboard: the HDU list, one row for each line of astropy's `info()`,
 * or the tree and the arrays of an ASDF file.
 */
export class StructurePanel {
  readonly element: HTMLElement;
  readonly #grid = element('div', {
    class: 'hdus',
    attributes: { role: 'grid', 'aria-readonly': 'true' },
  });
  readonly #warnings = element('div', { class: 'warnings' });
  readonly #title = element('h2');
  readonly #count = element('span', { class: 'panel-count' });
  readonly #onChoose: (index: number) => void;
  #rows: HTMLElement[] = [];
  #lines: readonly HduLine[] = [];
  #selected: number | undefined;

  constructor(onChoose: (index: number) => void) {
    this.#onChoose = onChoose;
    this.element = element('section', { class: 'panel-body' }, [
      element('div', { class: 'panel-title' }, [this.#title, this.#count]),
      this.#grid,
      this.#warnings,
    ]);
    this.#nameList([]);
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event));
  }

  update(
    lines: readonly HduLine[],
    warnings: readonly string[],
    selected: number | undefined,
  ): void {
    const focused = this.#rows.findIndex((row) => row === document.activeElement);
    if (
      selected !== undefined &&
      !this.#lines.some(({ index }) => index === containerOf(selected))
    ) {
      // It was chosen before it had a row: it is still to be brought into sight.
      this.#selected = undefined;
    }
    this.#lines = lines;
    this.#rows = lines.map((line) => this.#row(line));
    this.#grid.replaceChildren(...this.#rows);
    const longest = Math.max(0, ...lines.map(({ index }) => String(index).length));
    this.#grid.style.setProperty('--digits', String(longest));
    this.#nameList(lines);
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

  /** Shows which is chosen; of an array inside of an HDU that HDU, which has the way back to its tree. */
  select(index: number | undefined): void {
    const listed = index === undefined ? undefined : containerOf(index);
    const moved = index !== this.#selected;
    this.#selected = index;
    this.#rows.forEach((row, at) => {
      const chosen = this.#lines[at]?.index === listed;
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

  #nameList(lines: readonly HduLine[]): void {
    const tables = lines.some(isOfVoTable);
    const parts = tables ? 'Tables' : lines.some(isPart) ? 'Tree and arrays' : undefined;
    setText(this.#title, parts ?? 'HDUs');
    this.element.ariaLabel = parts ?? 'HDU list';
    this.#grid.ariaLabel = parts ?? 'HDUs';
  }

  #row(line: HduLine): HTMLElement {
    const { index } = line;
    const row = element(
      'div',
      {
        class: modesOf(line).length > 0 ? 'hdu' : 'hdu hdu-empty',
        title: titleOf(line),
        attributes: { role: 'row', 'aria-selected': 'false', 'data-hdu': String(index) },
      },
      [
        cell('index', String(index), isPart(line) ? `Line ${index}` : `HDU ${index}`),
        element('span', { class: 'hdu-icon' }, [icon(iconOf(line))]),
        ...(isPart(line) ? partCells(line) : hduCells(line)),
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

function hduCells(line: HduLine): HTMLElement[] {
  const { name, version, type, dimensions, format, cards } = line;
  return [
    rowLine([
      cell('name', name === '' ? '–' : name, name === '' ? 'without a name' : name),
      cell('version', `ver ${version}`, `version ${version}`),
      cell('type', type),
    ]),
    rowLine([
      cell('dimensions', dimensions),
      cell('format', format),
      cell('cards', `${formatCount(cards)} cards`),
    ]),
  ];
}

/** Of the path of an array the end is what tells: it comes first, and what it is in after it. */
function partCells({ name, dimensions, format, storage = '', bytes }: HduLine): HTMLElement[] {
  const slash = name.lastIndexOf('/');
  const above = slash > 0 ? name.slice(0, slash) : '';
  const facts = [
    ...(dimensions === '' ? [] : [cell('dimensions', dimensions)]),
    ...(format === '' ? [] : [cell('format', format)]),
    ...(storage === '' ? [] : [cell('storage', storage)]),
    ...(bytes === undefined ? [] : [cell('bytes', formatBytes(bytes))]),
  ];
  return [
    rowLine([
      cell('name', slash > 0 ? name.slice(slash + 1) : name, name),
      ...(above === '' ? [] : [element('span', { class: 'hdu-above', text: above })]),
    ]),
    ...(facts.length === 0 ? [] : [rowLine(facts)]),
  ];
}

function rowLine(cells: readonly HTMLElement[]): HTMLElement {
  return element('span', { class: 'hdu-line', attributes: { role: 'presentation' } }, cells);
}

function cell(column: string, text: string, spoken = text): HTMLElement {
  return element('span', {
    class: `hdu-${column}`,
    text,
    attributes: {
      role: 'gridcell',
      'data-column': column,
      ...(spoken === text ? {} : { 'aria-label': spoken }),
    },
  });
}

function titleOf(line: HduLine): string {
  const { index, name, version, type, cards, dimensions, format, storage, bytes } = line;
  const stored = [...(bytes === undefined ? [] : [formatBytes(bytes)]), storage ?? ''];
  return isPart(line)
    ? [name, dimensions, format, ...stored].filter(Boolean).join('  ')
    : `${index}  ${name}  ${version}  ${type}  ${cards}  ${dimensions}  ${format}`.trim();
}

function iconOf(line: HduLine): IconName {
  const [mode] = modesOf(line);
  return mode ?? (line.picture === 'empty' ? 'empty' : 'picture');
}
