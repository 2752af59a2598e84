import { type Surroundings } from '../../../../src/core/regions/ds9-places';
import { physicalOf } from '../../../../src/core/regions/physical';
import { regionSky } from '../../../../src/core/regions/region-sky';
import type { Region, Shape } from '../../../../src/core/regions/shape';
import type { CelestialFrame } from '../../../../src/core/sky/wcs';
import { wcsOf } from './truth';

export type Cards = Readonly<Record<string, string | number>>;

/** The systems region files are written in. */
export const SYSTEMS: Readonly<Record<string, 'image' | CelestialFrame>> = {
  image: 'image',
  ICRS: { system: 'ICRS', equinox: undefined },
  FK5: { system: 'FK5', equinox: 2000 },
  'FK5 of 1975': { system: 'FK5', equinox: 1975 },
  FK4: { system: 'FK4', equinox: 1950 },
  Galactic: { system: 'Galactic', equinox: undefined },
  Ecliptic: { system: 'Ecliptic', equinox: 2000 },
  Supergalactic: { system: 'Supergalactic', equinox: undefined },
};

function region(shape: Shape, text = '', colour = '', include = true): Region {
  return { shape, text, colour, include };
}

/** All shapes, with labels in all quotes, near the middle of an image of 400 × 400 pixels. */
export const WRITTEN: readonly Region[] = [
  region({ kind: 'point', x: 180.25, y: 220.5 }),
  region({ kind: 'point', x: -3, y: 0 }, 'beyond the image', 'yellow'),
  region({ kind: 'circle', x: 210, y: 190.125, radius: 17.0625 }, 'M 51, the core', 'red'),
  region({ kind: 'circle', x: 150, y: 160, radius: 0.001 }, '50% [a] $b \\c', '#ff8800'),
  region({ kind: 'circle', x: 150, y: 160, radius: 2000 }, 'it’s; # here', 'dodgerblue', false),
  region({ kind: 'annulus', x: 205, y: 204, inner: 3, outer: 5.5 }, 'a {b} "c"', 'cyan', false),
  region({ kind: 'annulus', x: 190, y: 222, inner: 0, outer: 9 }, "it's {so}"),
  region({ kind: 'ellipse', x: 170, y: 230, a: 30, b: 11, angle: 33.3 }, '}{'),
  region({ kind: 'ellipse', x: 230, y: 175, a: 4, b: 21.5, angle: -170 }, 'say "it\'s"', 'black'),
  region({ kind: 'box', x: 240, y: 210, width: 25, height: 8.5, angle: -120 }, 'λ = 5 Å'),
  region({ kind: 'box', x: 199.5, y: 199.5, width: 1e-7, height: 20, angle: 0 }, 'tag={x'),
  region(
    {
      kind: 'polygon',
      vertices: [
        [180, 190],
        [225.5, 184],
        [220, 230.25],
        [200, 205],
      ],
    },
    ...(['a\tb\nc', 'magenta'] as const),
  ),
  region({ kind: 'line', from: [171, 182], to: [235.5, 220] }, 'color=blue', 'white'),
];

/** What region files are read and written for, of an image with such a header. */
export function around(header: Cards): Surroundings {
  const text = (keyword: string): string | undefined => header[keyword]?.toString();
  return { sky: regionSky(wcsOf(header), []), physical: physicalOf(text) };
}
