import type { Swatches } from '../ui/swatches';
import { createSwatches } from '../ui/swatches';
import type { MaskColour } from './mask-state';
import { MASK_COLOURS } from './mask-state';

/** The colours of what lies over a picture, of which one is chosen. */
export function createColourRow(onChoose: (colour: MaskColour) => void): Swatches {
  const colours = Object.fromEntries(
    (Object.keys(MASK_COLOURS) as MaskColour[]).map((name) => [name, cssColour(name)]),
  ) as Record<MaskColour, string>;
  return createSwatches(colours, onChoose);
}

export function cssColour(colour: MaskColour): string {
  return `rgb(${MASK_COLOURS[colour].join(' ')})`;
}
