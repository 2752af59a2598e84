/** The colours of a plot, from the theme, as `rgba(…)`; the variables are set in `plots.css`. */
export interface PlotStyle {
  readonly text: string;
  readonly grid: string;
  readonly frame: string;
  readonly mark: string;
  readonly bar: string;
  readonly chosen: string;
  readonly background: string;
  readonly font: string;
  readonly family: string;
}

export const FONT_SIZE = 11;

/** A canvas knows no style sheet, and an SVG no theme: colours are read from an element that does. */
export function readPlotStyle(element: HTMLElement): PlotStyle {
  const style = getComputedStyle(element);
  const colour = (name: string): string =>
    resolved(style.getPropertyValue(`--plot-${name}`).trim());
  return {
    ...{ text: colour('text'), grid: colour('grid'), frame: colour('frame') },
    ...{ mark: colour('mark'), bar: colour('bar'), chosen: colour('chosen') },
    background: colour('background'),
    font: `${FONT_SIZE}px ${style.fontFamily}`,
    family: style.fontFamily,
  };
}

const known = new Map<string, string>();

/** Red, green, blue and opacity of any colour of a style sheet. */
function resolved(colour: string): string {
  const made = known.get(colour);
  if (made !== undefined) {
    return made;
  }
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (context === null) {
    return colour;
  }
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  const rgba = `rgba(${red},${green},${blue},${Math.round((alpha / 255) * 1000) / 1000})`;
  known.set(colour, rgba);
  return rgba;
}
