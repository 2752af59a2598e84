import { colourTable } from '../image/colour-maps';
import { applyCurve, curveOf } from '../image/curve';
import { COLOURS } from '../image/levels';
import type { Rgb } from '../image/scene';
import { positionOf, stretchOf } from '../image/stretch';
import type { Context } from './context';

/** The colour a value has on the screen now, or undefined before there are limits. */
export function tintOf({ display, subject }: Context): (value: number) => Rgb | undefined {
  const { limits, quantiles } = subject;
  if (limits === undefined) {
    return () => undefined;
  }
  const { stretch, parameters, colourMap, blank, ...options } = display.current;
  const curve = curveOf(stretch, parameters, quantiles && { quantiles, limits });
  const colours = colourTable(colourMap, options);
  const place = stretchOf(limits);
  return (value) => {
    if (Number.isNaN(value)) {
      return blank;
    }
    const share = applyCurve(positionOf(Math.fround(value), place), curve);
    const level = 4 * Math.floor(share * (COLOURS - 1) + 0.5);
    return [colours[level] ?? 0, colours[level + 1] ?? 0, colours[level + 2] ?? 0];
  };
}

/** Whether black text is read better on a colour than white: the WCAG contrast of both is compared. */
export function isBright([red, green, blue]: Rgb): boolean {
  const linear = (channel: number): number => (channel / 255) ** 2.2;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) > 0.179;
}
