/** The colours that DS9 has names for, and what they look like. */
export const REGION_COLOURS = {
  green: '#00ff00',
  cyan: '#00ffff',
  yellow: '#ffff00',
  red: '#ff3030',
  magenta: '#ff30ff',
  blue: '#3060ff',
  white: '#ffffff',
  black: '#000000',
} as const;

export type RegionColour = keyof typeof REGION_COLOURS;

export const DEFAULT_COLOUR: RegionColour = 'green';

/** What a colour of a region file looks like; one that means nothing is as the default. */
export function cssColourOf(colour: string): string {
  const name = colour.toLowerCase();
  if (Object.hasOwn(REGION_COLOURS, name)) {
    return REGION_COLOURS[name as RegionColour];
  }
  return /^#([\da-f]{3}|[\da-f]{6})$/.test(name) ? name : REGION_COLOURS[DEFAULT_COLOUR];
}

/** What is drawn under a line of the colour, so that it is seen on any picture: dark, or light under a dark one. */
export function outlineOf(css: string): string {
  const digits = css.length === 4 ? css.replace(/[\da-f]/g, '$&$&') : css;
  const part = (from: number): number => Number.parseInt(digits.slice(from, from + 2), 16) / 255;
  const luminance = 0.2126 * part(1) ** 2.2 + 0.7152 * part(3) ** 2.2 + 0.0722 * part(5) ** 2.2;
  return luminance < 0.2 ? 'rgb(255 255 255 / 75%)' : 'rgb(0 0 0 / 65%)';
}
