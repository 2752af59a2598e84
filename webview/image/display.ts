import type { ColourMapName, DisplayDefaults, StretchName } from '../../src/protocol/display';
import { DISPLAY_DEFAULTS, STRETCH_PARAMETERS } from '../../src/protocol/display';
import type { Orientation } from './orientation';
import type { Rgb } from './scene';

/** The parameter `a` of each stretch that has one; see `STRETCH_PARAMETERS`. */
export type StretchParameters = Readonly<Record<keyof typeof STRETCH_PARAMETERS, number>>;

/** How values become colours, and which way up the picture is. The limits are apart, in `limits.ts`. */
export interface Display {
  readonly stretch: StretchName;
  readonly parameters: StretchParameters;
  readonly colourMap: ColourMapName;
  readonly inverted: boolean;
  /**
   * DS9's: a stretched value `t` takes the colour at `(t − bias) · contrast + 0.5`. Contrast runs from
   * 0 to 10, bias from 0 to 1; 1 and 0.5 change nothing.
   */
  readonly contrast: number;
  readonly bias: number;
  readonly orientation: Orientation;
  /** Colour of missing pixels. */
  readonly blank: Rgb;
}

/** The display of one viewer: the one place its parts read it from and change it in. */
export class DisplayModel {
  #current: Display;
  readonly #listeners = new Set<(display: Display) => void>();

  constructor(display: Display = displayOf(DISPLAY_DEFAULTS)) {
    this.#current = display;
  }

  get current(): Display {
    return this.#current;
  }

  /** Changes what is given and tells everybody. */
  change(part: Partial<Display>): void {
    this.#current = { ...this.#current, ...part };
    for (const listener of this.#listeners) {
      listener(this.#current);
    }
  }

  /** Returns a function that ends the subscription. */
  onChange(listener: (display: Display) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The display a fresh viewer starts with. */
export function displayOf({ stretch, colourMap, inverted, blank }: DisplayDefaults): Display {
  return {
    stretch,
    parameters: STRETCH_PARAMETERS,
    colourMap,
    inverted,
    contrast: 1,
    bias: 0.5,
    orientation: { turns: 0, flipped: false },
    blank,
  };
}

/** What is kept of a display for the next viewer: the colour of missing pixels follows the settings. */
export function kept(display: Display): Omit<Display, 'blank'> {
  const { stretch, parameters, colourMap, inverted, contrast, bias, orientation } = display;
  return { stretch, parameters, colourMap, inverted, contrast, bias, orientation };
}
