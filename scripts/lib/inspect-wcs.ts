import type { Meter } from '../../src/core/bytes/meter';
import type { WorldAxis } from '../../src/core/sky/wcs';
import type { PositionReply } from '../../src/protocol/position';
import type { SkyReply } from '../../src/protocol/sky';
import type { Content } from '../../src/worker/content';
import { positionHandlers } from '../../src/worker/position-handlers';
import { skyReply } from '../../src/worker/sky-reply';

export interface WcsInspection {
  /** 0-based. */
  readonly x: number;
  readonly y: number;
  /** One for each world axis, in the order of the file; null where it has none. */
  readonly world: readonly (WorldAxis & { readonly value: number | null })[];
  readonly position: PositionReply;
  /** Frame, projection, scale (degrees a pixel) and what is odd about it. */
  readonly sky: SkyReply;
}

/** What the coordinate system of an image says of one of its pixels. */
export async function inspectWcs(
  content: Content,
  hdu: number,
  [x = 0, y = 0]: readonly number[],
  slice: readonly number[],
  meter: Meter,
): Promise<WcsInspection> {
  const wcs = await content.wcs(hdu, { meter });
  const at = { hdu, slice, x, y };
  const call = { signal: new AbortController().signal, progress: () => Promise.resolve() };
  const known = wcs === undefined || 'problem' in wcs ? undefined : wcs;
  const pixel = Array.from({ length: known?.pixelAxes ?? 0 }, (_, axis) =>
    Float64Array.of([x, y, ...slice][axis] ?? 0),
  );
  const values = known?.toWorld(pixel) ?? [];
  return {
    ...{ x, y },
    world: (known?.worldAxes ?? []).map((axis, k) => {
      const value = values[k]?.[0] ?? NaN;
      return { ...axis, value: Number.isFinite(value) ? value : null };
    }),
    position: await positionHandlers(() => Promise.resolve(wcs)).position(at, call),
    sky: skyReply(wcs, { ...at, frame: 'own' }),
  };
}

export function printWcs(hdu: number, { x, y, world, position, sky }: WcsInspection): void {
  const frame = [sky.frame, sky.projection].filter((text) => text !== undefined && text !== '');
  console.log(`\nCoordinates of pixel (${x}, ${y}) of ${hdu}: ${frame.join(', ')}`);
  world.forEach(({ name, type, unit, value }) =>
    console.log(`${`${name} (${type})`.padEnd(28)} ${value ?? 'none'} ${unit}`.trimEnd()),
  );
  if (position.sky) {
    console.log(`${'Position'.padEnd(28)} ${position.sky.sexagesimal}`);
  }
  if (sky.scale) {
    const arcseconds = (degrees: number): string => (degrees * 3600).toPrecision(7);
    const { scaleX, scaleY, north, east } = sky.scale;
    const vector = ([u, v]: readonly [number, number]): string =>
      `(${u.toFixed(6)}, ${v.toFixed(6)})`;
    console.log(
      `${'Scale'.padEnd(28)} ${arcseconds(scaleX)} × ${arcseconds(scaleY)} arcsec a pixel`,
    );
    console.log(`${'North, east'.padEnd(28)} ${vector(north)}, ${vector(east)}`);
  }
  const problems = new Set([...sky.problems, position.problem ?? '']);
  problems.delete('');
  problems.forEach((problem) => console.log(`problem: ${problem}`));
}
