/** The colours of the footprints, from the theme; the variables are set in `footprints.css`. */
export interface Look {
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly hovered: string;
  readonly selected: string;
  /** What is behind the text of the lines. */
  readonly background: string;
  readonly font: string;
}

/** A canvas knows no style sheet: its colours are read from an element that does. */
export function readLook(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--footprint-${name}`).trim();
  return {
    text: colour('text'),
    grid: colour('grid'),
    line: colour('line'),
    hovered: colour('hovered'),
    selected: colour('selected'),
    background: style.backgroundColor,
    font: `11px ${style.fontFamily}`,
  };
}
