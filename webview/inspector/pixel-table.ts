import type { Rgb } from '../image/scene';
import { element } from '../ui/dom';
import type { PixelGrid } from './pixel-grid';
import { axesOf, shortValue, textAt } from './pixel-grid';
import { isBright } from './tint';

/** The table of a grid of values, in the colours they have on screen; `y` up, the centre marked. Values are rounded to fit. */
export function createPixelTable(
  grid: PixelGrid,
  origin: 0 | 1,
  characters: number,
  tint: (value: number) => Rgb | undefined,
): HTMLElement {
  const { columns, rows } = axesOf(grid);
  const [centreX, centreY] = grid.centre;
  const heading = (at: number, of: 'col' | 'row', centre: number): HTMLElement =>
    element('th', {
      class: at === centre ? 'centre' : '',
      text: String(at + origin),
      attributes: { scope: of },
    });
  const cell = (x: number, y: number): HTMLElement => {
    const text = textAt(grid, x, y);
    if (text === undefined) {
      return element('td', { class: 'outside' });
    }
    const place = `(${x + origin}, ${y + origin})`;
    const made = element('td', {
      text: shortValue(text, characters),
      title: `${place}: ${text}`,
    });
    const colour = tint(Number(text));
    if (colour !== undefined) {
      made.style.backgroundColor = `rgb(${colour.join()})`;
      made.style.color = isBright(colour) ? '#000' : '#fff';
    }
    if (x === centreX && y === centreY) {
      made.classList.add('centre');
      made.setAttribute('aria-current', 'true');
    }
    return made;
  };
  return element('table', { class: 'pixels', attributes: { 'aria-label': 'Pixel values' } }, [
    element('thead', {}, [
      element('tr', {}, [
        element('td', { class: 'corner', text: 'y \\ x' }),
        ...columns.map((x) => heading(x, 'col', centreX)),
      ]),
    ]),
    element(
      'tbody',
      {},
      rows.map((y) =>
        element('tr', {}, [heading(y, 'row', centreY), ...columns.map((x) => cell(x, y))]),
      ),
    ),
  ]);
}
