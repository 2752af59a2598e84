import type { Meter, MeterFigures } from '../../../../src/core/bytes/meter';
import type { HttpClient } from '../../../../src/core/bytes/http';
import { halfValues } from '../../../../src/core/asdf/half';
import { filledRows, sampleAt } from '../../../../src/core/image/grid';
import type { Box } from '../../../../src/core/image/plane';
import type { GridReply, HduLine } from '../../../../src/protocol/methods';
import type { RpcHandlers } from '../../../../src/protocol/rpc-server';
import type { ImageMethods } from '../../../../src/worker/methods';
import { fullSizeElement } from '../../../support/roman/full-size-l2';
import { SIDE } from '../../../support/roman/pixels';
import { openFits, type OpenOptions } from '../../cost/support/open';
import { call, handlersOf } from '../../worker/support/asked';

/** What a full-size Roman image costs whoever looks at it in the viewer. */
export interface Viewed {
  readonly handlers: RpcHandlers<ImageMethods>;
  readonly meter: Meter;
  readonly lines: readonly HduLine[];
  /** The part with the array `roman/…`. */
  part(name: string): number;
}

/** The answers of a worker about the object, on the path of the product; its list has been read. */
export async function viewed(
  http: HttpClient,
  endpoint: string,
  key: string,
  options: OpenOptions = {},
): Promise<Viewed> {
  const { reader, meter } = openFits(http, endpoint, key, options);
  const handlers = handlersOf(reader);
  const { lines } = await handlers.structure({}, call());
  const part = (name: string): number => {
    const line = lines.find((one) => one.name === `roman/${name}`);
    if (line === undefined) {
      throw new Error(`There is no array ${name}.`);
    }
    return line.index;
  };
  return { handlers, meter, lines, part };
}

/** What was spent since the figures were taken. */
export function since(meter: Meter, before: MeterFigures): Omit<MeterFigures, 'milliseconds'> {
  const { requests, bytes, rounds } = meter.figures();
  return {
    requests: requests - before.requests,
    bytes: bytes - before.bytes,
    rounds: rounds - before.rounds,
  };
}

/** The value of a pixel of an array of 4088², as the generator made it. */
export function pixelOf(name: string, x: number, y: number): number {
  const element = fullSizeElement(name, y * SIDE + x);
  return HALVES.has(name) ? (halfValues()[element] as number) : element;
}

const HALVES = new Set(['err', 'var_poisson', 'chisq', 'dumo']);

/** How many values of a grid are not those of the pixels they stand for, in the rows that have been read. */
export function wrongPixels(
  name: string,
  { values, width, step, x0, y0, filled }: GridReply,
): number {
  const pixels = new Float32Array(values.slice().buffer);
  let wrong = 0;
  for (const j of filledRows(filled)) {
    const y = sampleAt(y0, SIDE, step, j);
    for (let i = 0; i < width; i += 1) {
      const pixel = pixelOf(name, sampleAt(x0, SIDE, step, i), y);
      wrong += Object.is(pixels[j * width + i], pixel) ? 0 : 1;
    }
  }
  return wrong;
}

/** A box of 256² pixels. */
export function boxAt(x0: number, y0: number): Box {
  return { x0, y0, x1: x0 + 256, y1: y0 + 256 };
}
