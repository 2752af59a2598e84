import truth from './colours.json';

/**
 * How a value becomes a colour, said here once more and with none of our formulas: those of
 * `astropy.visualization`, the colour maps of matplotlib and DS9 (`make_colours.py`), DS9's contrast
 * and bias.
 */

/** Red, green, blue, 0 to 255, not rounded. */
export type Colour = readonly [red: number, green: number, blue: number];
/** Undefined for a missing value. */
export type Colouring = (value: number) => Colour | undefined;

/** From the place between the limits to that among the colours, both 0 to 1. */
const stretches = {
  linear: (t: number) => t,
  sqrt: (t: number) => t ** 0.5,
  squared: (t: number) => t ** 2,
  log: (t: number) => Math.log(1000 * t + 1) / Math.log(1001),
  asinh: (t: number) => Math.asinh(t / 0.1) / Math.asinh(10),
  power: (t: number) => t ** 1.5,
};

type Channel = readonly (readonly number[])[];

const maps = {
  grey: (u: number): Colour => [255 * u, 255 * u, 255 * u],
  heat: lines(truth.lines.heat),
  a: lines(truth.lines.a),
  viridis: between(Buffer.from(truth.viridis, 'hex')),
};

function lines(channels: readonly Channel[]): (u: number) => Colour {
  const level = (channel: Channel, u: number): number => {
    const end = channel.findIndex(([at = 0]) => at >= u);
    const [to = 1, high = 0] = channel[end] ?? [];
    const [from = 0, low = 0] = channel[end - 1] ?? [];
    return 255 * (to === from ? high : low + ((high - low) * (u - from)) / (to - from));
  };
  return (u) => [
    level(channels[0] ?? [], u),
    level(channels[1] ?? [], u),
    level(channels[2] ?? [], u),
  ];
}

/** A table of 256 colours, linear from each to the next. */
function between(table: Uint8Array): (u: number) => Colour {
  return (u) => {
    const below = Math.min(Math.floor(255 * u), 254);
    const share = 255 * u - below;
    const level = (channel: number): number =>
      (table[3 * below + channel] ?? 0) * (1 - share) +
      (table[3 * below + 3 + channel] ?? 0) * share;
    return [level(0), level(1), level(2)];
  };
}

export interface Look {
  readonly limits: readonly [low: number, high: number];
  readonly stretch?: keyof typeof stretches;
  readonly colours?: keyof typeof maps;
  readonly inverted?: boolean;
  readonly contrast?: number;
  readonly bias?: number;
}

export function colouring(look: Look): Colouring {
  const { limits, inverted = false, contrast = 1, bias = 0.5 } = look;
  const [low, high] = limits;
  const stretch = stretches[look.stretch ?? 'linear'];
  const map = maps[look.colours ?? 'grey'];
  return (value) => {
    if (Number.isNaN(value)) return undefined;
    const u = stretch(clamp((value - low) / (high - low)));
    const shown = clamp((u - bias) * contrast + 0.5);
    return map(inverted ? 1 - shown : shown);
  };
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
