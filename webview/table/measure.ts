import type { ColumnLine } from '../../src/protocol/table';
import { typeText } from './cell-text';

/** Room beside the text of a cell, with the line between columns. */
const PADDING = 18;
/** Room for the arrow and the rank of a column that is sorted by. */
const SORT_ROOM = 20;
const LEAST = 56;
/** What a column takes at most unless it is made wider by hand. */
const MOST_USUAL = 320;
const MOST_FIT = 1200;

/** How wide texts are in the fonts of the grid. */
export class Measure {
  readonly #context = document.createElement('canvas').getContext('2d');
  readonly #cellFont: string;
  readonly #headFont: string;

  /** @param cells an element in the font of the cells, and `heads` one in that of the heads. */
  constructor(cells: Element, heads: Element) {
    this.#cellFont = fontOf(cells);
    this.#headFont = fontOf(heads);
  }

  /** Width of a column nobody has resized, from what its cells usually take. */
  usual(column: ColumnLine): number {
    const cells = this.#width('0', this.#cellFont) * Math.max(1, column.width);
    return Math.min(Math.max(cells + PADDING, this.#head(column), LEAST), MOST_USUAL);
  }

  /** Width in which the head and these texts can be read whole. */
  fitting(column: ColumnLine, texts: readonly string[]): number {
    const cells = Math.max(0, ...texts.map((text) => this.#width(text, this.#cellFont)));
    return Math.ceil(Math.min(Math.max(cells + PADDING, this.#head(column), LEAST), MOST_FIT));
  }

  #head(column: ColumnLine): number {
    const small = Math.max(
      this.#width(column.unit ?? '', this.#headFont),
      this.#width(typeText(column), this.#headFont),
    );
    // The name is in bold.
    const name = this.#width(column.name, `600 ${this.#headFont}`) + SORT_ROOM;
    return Math.ceil(Math.max(name, small) + PADDING);
  }

  #width(text: string, font: string): number {
    const context = this.#context;
    if (context === null) {
      return text.length * 7.5;
    }
    context.font = font;
    return context.measureText(text).width;
  }
}

function fontOf(element: Element): string {
  const { fontSize, fontFamily } = getComputedStyle(element);
  return `${fontSize || '12px'} ${fontFamily || 'monospace'}`;
}
