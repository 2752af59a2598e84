import type { SkyScale } from '../../src/protocol/sky';

/** Angles as people write them. */

const UNITS = [
  { symbol: 'µas', perDegree: 3600e6, limit: 1000 },
  { symbol: 'mas', perDegree: 3600e3, limit: 10 },
  { symbol: '″', perDegree: 3600, limit: 60 },
  { symbol: '′', perDegree: 60, limit: 60 },
  { symbol: '°', perDegree: 1, limit: Infinity },
] as const;

/** `5 mas`, `31.25″`, `2.5′`, `12°`. Zeros at the end say how exact it is, unless it is `round`. */
export function angleWords(degrees: number, digits = 4, round = false): string {
  if (degrees === 0) {
    return '0″';
  }
  for (const { symbol, perDegree, limit } of UNITS) {
    const figure = numberWords(degrees * perDegree, digits);
    if (Number(figure) < limit) {
      const shown = round ? String(Number(figure)) : figure;
      return symbol.length === 1 ? `${shown}${symbol}` : `${shown} ${symbol}`;
    }
  }
  return '';
}

/** With so many digits that count, but without an exponent; all of them before the point. */
export function numberWords(value: number, digits: number): string {
  if (value === 0) {
    return '0';
  }
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  const text = value.toFixed(Math.min(Math.max(digits - whole, 0), 12));
  // 9.9996 rounds to 10.000, which has a digit too many.
  const rounded = Math.floor(Math.log10(Math.abs(Number(text)))) + 1;
  return rounded > whole ? value.toFixed(Math.min(Math.max(digits - rounded, 0), 12)) : text;
}

/** `0.0312″/px`, or `0.0312″ × 0.0625″/px` where pixels are not square. */
export function scaleWords({ scaleX, scaleY }: SkyScale): string {
  const [x, y] = [scaleX, scaleY].map((scale) => angleWords(scale, 3));
  const isSquare = Math.abs(scaleX - scaleY) <= 0.005 * Math.max(scaleX, scaleY);
  return `${isSquare ? angleWords(Math.sqrt(scaleX * scaleY), 3) : `${x} × ${y}`}/px`;
}

/** `398.2 px` */
export function pixelWords(pixels: number): string {
  return `${pixels < 1000 ? pixels.toFixed(1) : pixels.toFixed(0)} px`;
}
