import type { Rgb } from '../image/scene';

/** Colours of the overlay, told apart from the maps and from each other. */
export const MASK_COLOURS = {
  red: [255, 66, 66],
  orange: [255, 150, 30],
  yellow: [255, 225, 40],
  green: [60, 220, 90],
  cyan: [30, 205, 255],
  magenta: [255, 70, 220],
} as const satisfies Readonly<Record<string, Rgb>>;

export type MaskColour = keyof typeof MASK_COLOURS;

/** How the mask is shown, as it is kept for a document. */
export interface MaskState {
  /** The chosen bits, a sum of powers of two, unsigned; undefined until the user chose any. */
  readonly bits: number | undefined;
  /** Whether the overlay is on. */
  readonly shown: boolean;
  readonly colour: MaskColour;
  /** Of a pixel all of whose pixels are flagged, 0 to 1. */
  readonly opacity: number;
}

export const DEFAULT_MASK_STATE: MaskState = {
  bits: undefined,
  shown: false,
  colour: 'red',
  opacity: 0.7,
};

/** The overlay is never so faint that it could be taken for absent. */
export const LEAST_OPACITY = 0.1;

/** What an earlier page kept, as far as it can be one: anything else is as at first. */
export function maskStateOf(kept: unknown): MaskState {
  const { bits, shown, colour, opacity } = (
    typeof kept === 'object' && kept !== null ? kept : {}
  ) as Partial<Record<keyof MaskState, unknown>>;
  const isSum = typeof bits === 'number' && Number.isInteger(bits) && bits >= 0 && bits < 2 ** 32;
  const isShare = typeof opacity === 'number' && opacity >= LEAST_OPACITY && opacity <= 1;
  return {
    bits: isSum ? bits : DEFAULT_MASK_STATE.bits,
    shown: shown === true,
    colour: isColour(colour) ? colour : DEFAULT_MASK_STATE.colour,
    opacity: isShare ? opacity : DEFAULT_MASK_STATE.opacity,
  };
}

function isColour(value: unknown): value is MaskColour {
  return typeof value === 'string' && Object.hasOwn(MASK_COLOURS, value);
}
