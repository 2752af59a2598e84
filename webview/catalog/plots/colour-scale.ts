import type { ColourMapName } from '../../../src/protocol/display';
import { colourTable } from '../../image/colour-maps';
import { axisTicks, fromShare, type AxisTick } from '../../inspector/axis';
import type { PlotSettings } from './plot-settings';

/** Colours of a plot. */
const STEPS = 256;

/** Which colour a count has, as matplotlib's `Normalize` and `LogNorm` say. */
export interface ColourScale {
  readonly norm: 'linear' | 'log';
  readonly low: number;
  readonly high: number;
  /** From the lowest to the highest. */
  readonly colours: readonly string[];
}

/**
 * The scale of some counts: limits that the user has not given are the smallest and the largest of them.
 *
 * @param drawsNone whether cells with no row are drawn; by a logarithm they never are
 */
export function colourScale(
  settings: Pick<PlotSettings, 'colourMap' | 'reversed' | 'norm' | 'low' | 'high'>,
  counts: Uint32Array,
  drawsNone: boolean,
): ColourScale {
  const { norm } = settings;
  const least = norm === 'log' || !drawsNone ? 1 : 0;
  let [low, high] = [Infinity, -Infinity];
  for (const count of counts) {
    if (count >= least) {
      low = Math.min(low, count);
      high = Math.max(high, count);
    }
  }
  const [first, last] = low <= high ? [low, high] : [least, least];
  const [from, to] = [settings.low ?? first, settings.high ?? last];
  return {
    norm,
    low: norm === 'log' ? Math.max(from, Number.MIN_VALUE) : from,
    high: to,
    colours: coloursOf(settings.colourMap, settings.reversed),
  };
}

/** Which of the colours; −1 for none: what has no logarithm is not drawn. */
export function colourIndex({ norm, low, high, colours }: ColourScale, count: number): number {
  if (norm === 'log' && count <= 0) {
    return -1;
  }
  const share =
    high === low
      ? 0
      : norm === 'log'
        ? Math.log(count / low) / Math.log(high / low)
        : (count - low) / (high - low);
  // matplotlib's 256 colours: the last holds the upper limit, too.
  return Math.min(Math.max(Math.floor(share * colours.length), 0), colours.length - 1);
}

/**
 * Ticks at whole numbers: rows are counted.
 *
 * @param room for one tick, as a share of the bar
 */
export function scaleTicks({ norm, low, high }: ColourScale, room: number): AxisTick[] {
  if (!(low < high)) {
    return [{ share: 0, text: String(low) }];
  }
  const axis = { low, high, log: norm === 'log', inverted: false };
  const ticks = axisTicks(axis, 1 / (2 * room));
  const whole = ticks.filter(({ share }) => isWhole(fromShare(axis, share)));
  // By their logarithms the higher ones stand closer.
  const kept: AxisTick[] = [];
  for (const tick of whole.length > 0 ? whole : ticks) {
    if (tick.share - (kept.at(-1)?.share ?? -1) >= room) {
      kept.push(tick);
    }
  }
  return kept;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6 * Math.max(1, Math.abs(value));
}

function coloursOf(map: ColourMapName, reversed: boolean): string[] {
  const table = colourTable(map, { inverted: reversed, contrast: 1, bias: 0.5 });
  const last = table.length / 4 - 1;
  return Array.from({ length: STEPS }, (_, k) => {
    const at = 4 * Math.round((k / (STEPS - 1)) * last);
    return `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`;
  });
}
