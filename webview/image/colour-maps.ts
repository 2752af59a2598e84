import type { ColourMapName } from '../../src/protocol/display';
import { COLOUR_TABLES } from './colour-tables';
import type { Display } from './display';
import { COLOURS } from './levels';

/** The colour at a position from 0 to 1: red, green, blue, 0 to 255, not rounded. */
type ColourMap = (position: number) => readonly [red: number, green: number, blue: number];

/** A colour channel that goes linearly from point to point: position, then value, both 0 to 1. */
type Channel = readonly (readonly [position: number, value: number])[];

// prettier-ignore
const MAPS: Readonly<Record<ColourMapName, ColourMap>> = {
  grey: lines(
    [[0, 0], [1, 1]],
    [[0, 0], [1, 1]],
    [[0, 0], [1, 1]],
  ),
  heat: lines(
    [[0, 0], [0.34, 1], [1, 1]],
    [[0, 0], [1, 1]],
    [[0, 0], [0.65, 0], [0.98, 1], [1, 1]],
  ),
  cool: lines(
    [[0, 0], [0.29, 0], [0.76, 0.1], [1, 1]],
    [[0, 0], [0.22, 0], [0.96, 1], [1, 1]],
    [[0, 0], [0.53, 1], [1, 1]],
  ),
  rainbow: lines(
    [[0, 1], [0.2, 0], [0.6, 0], [0.8, 1], [1, 1]],
    [[0, 0], [0.2, 0], [0.4, 1], [0.8, 1], [1, 0]],
    [[0, 1], [0.4, 1], [0.6, 0], [1, 0]],
  ),
  a: lines(
    [[0, 0], [0.25, 0], [0.5, 1], [1, 1]],
    [[0, 0], [0.25, 1], [0.5, 0], [0.77, 0], [1, 1]],
    [[0, 0], [0.125, 0], [0.5, 1], [0.64, 0.5], [0.77, 0], [1, 0]],
  ),
  b: lines(
    [[0, 0], [0.25, 0], [0.5, 1], [1, 1]],
    [[0, 0], [0.5, 0], [0.75, 1], [1, 1]],
    [[0, 0], [0.25, 1], [0.5, 0], [0.75, 0], [1, 1]],
  ),
  hsv,
  viridis: table(COLOUR_TABLES.viridis),
  plasma: table(COLOUR_TABLES.plasma),
  magma: table(COLOUR_TABLES.magma),
  inferno: table(COLOUR_TABLES.inferno),
  cividis: table(COLOUR_TABLES.cividis),
  turbo: table(COLOUR_TABLES.turbo),
  coolwarm: table(COLOUR_TABLES.coolwarm),
};

function lines(...channels: readonly [red: Channel, green: Channel, blue: Channel]): ColourMap {
  const [red, green, blue] = channels;
  return (position) => [along(red, position), along(green, position), along(blue, position)];
}

function along(channel: Channel, position: number): number {
  let [from, low] = [0, 0];
  for (const [to, high] of channel) {
    if (position <= to) {
      return 255 * (to === from ? high : low + ((position - from) / (to - from)) * (high - low));
    }
    [from, low] = [to, high];
  }
  return 255 * low;
}

/** A full turn of hue from violet down, palest at both ends: DS9's. */
function hsv(position: number): readonly [number, number, number] {
  const saturation = Math.sin(Math.PI * position);
  const value = Math.cbrt(position);
  const channel = (turn: number): number => {
    const hue = (((0.75 - position + turn) % 1) + 1) % 1;
    const share = Math.min(Math.max(Math.abs(6 * hue - 3) - 1, 0), 1);
    return 255 * value * (1 - saturation * (1 - share));
  };
  return [channel(0), channel(-1 / 3), channel(1 / 3)];
}

/** Linear between the entries of a table, so that a high contrast shows no bands. */
function table(base64: string): ColourMap {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const last = bytes.length / 3 - 1;
  return (position) => {
    const entry = Math.min(Math.floor(position * last), last - 1);
    const share = position * last - entry;
    const channel = (c: number): number => {
      const low = bytes[3 * entry + c] ?? 0;
      return low + share * ((bytes[3 * entry + 3 + c] ?? 0) - low);
    };
    return [channel(0), channel(1), channel(2)];
  };
}

type ColourOptions = Pick<Display, 'inverted' | 'contrast' | 'bias'>;

let latest:
  ({ readonly map: ColourMapName; readonly colours: Uint8Array } & ColourOptions) | undefined;

/**
 * The colours of all levels: red, green, blue, alpha of each, from the lowest. The same inputs give the
 * same array, by which a renderer knows that nothing changed.
 */
export function colourTable(map: ColourMapName, options: ColourOptions): Uint8Array {
  const { inverted, contrast, bias } = options;
  if (
    latest?.map !== map ||
    latest.inverted !== inverted ||
    latest.contrast !== contrast ||
    latest.bias !== bias
  ) {
    latest = { map, inverted, contrast, bias, colours: makeTable(map, options) };
  }
  return latest.colours;
}

function makeTable(map: ColourMapName, { inverted, contrast, bias }: ColourOptions): Uint8Array {
  const colours = new Uint8Array(4 * COLOURS);
  for (let level = 0; level < COLOURS; level++) {
    const position = (level / (COLOURS - 1) - bias) * contrast + 0.5;
    colours.set([...colourAt(map, inverted, Math.min(Math.max(position, 0), 1)), 255], 4 * level);
  }
  return colours;
}

function colourAt(map: ColourMapName, inverted: boolean, position: number): number[] {
  return MAPS[map](inverted ? 1 - position : position).map(Math.round);
}

/** A colour map from left to right, as the value of a CSS `background`. */
export function cssGradient(map: ColourMapName, inverted = false): string {
  const stops = Array.from(
    { length: 33 },
    (_, i) => `rgb(${colourAt(map, inverted, i / 32).join(' ')})`,
  );
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
