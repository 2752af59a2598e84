import { element } from '../ui/dom';

/** One element that shows one cell after the other; what it shows is remembered, to write only changes. */
export class Slot {
  readonly node: HTMLElement;
  /** Place of the column it shows, or −1. */
  place = -1;
  readonly #text = document.createTextNode('');
  #shown = '';
  #name = '';
  #placed = '';
  #title = '';
  #selected = false;
  #id = '';

  constructor(role: string) {
    this.node = element('div', { attributes: { role } }, [this.#text]);
  }

  show(text: string, name: string): void {
    if (text !== this.#shown) {
      this.#shown = text;
      this.#text.data = text;
      this.setTitle('');
    }
    if (name !== this.#name) {
      this.#name = name;
      this.node.className = name;
    }
  }

  /** @param layout tells these widths from others. */
  put(layout: number, place: number, left: number, width: number): void {
    const placed = `${layout}/${place}`;
    this.place = place;
    if (placed !== this.#placed) {
      this.#placed = placed;
      this.node.style.left = `${left}px`;
      this.node.style.width = `${width}px`;
      // The row numbers are the first column.
      this.node.setAttribute('aria-colindex', String(place + 2));
    }
  }

  setTitle(title: string): void {
    if (title !== this.#title) {
      this.#title = title;
      this.node.title = title;
    }
  }

  setId(id: string): void {
    if (id !== this.#id) {
      this.#id = id;
      this.node.id = id;
    }
  }

  setSelected(selected: boolean): void {
    if (selected !== this.#selected) {
      this.#selected = selected;
      this.node.ariaSelected = String(selected);
    }
  }
}
