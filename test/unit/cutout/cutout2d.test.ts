import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../../src/core/fits/header';
import {
  fixtureHandlers,
  call,
  contentOf,
  keep,
  localReader,
  params,
  truths,
  type Truth,
} from './support';

const END = 'END'.padEnd(80);

const groups = new Map<string, Truth[]>();
for (const truth of truths) {
  const key = `${truth.file}, HDU ${truth.hdu}`;
  groups.set(key, [...(groups.get(key) ?? []), truth]);
}

function headerOf(bytes: Uint8Array): ReturnType<typeof parseHeader> {
  const text = Buffer.from(bytes).toString('latin1');
  return parseHeader(bytes.subarray(0, text.indexOf(END)));
}

describe.each([...groups])('cutouts of %s are those of Cutout2D', (_, cases) => {
  it.each(cases)('$centre, $width × $height, $mode', async (truth) => {
    const { file, hdu, slice, centre, width, height, mode, cutout } = truth;
    const handlers = await fixtureHandlers(file);
    const asked = params({ hdu, slice, centre, width, height, mode });
    const plan = await handlers.planCutout(asked, call());
    const box = { x0: cutout.x0, y0: cutout.y0, width: cutout.width, height: cutout.height };
    expect(plan).toMatchObject(box);
    const made = await handlers.cutout(asked, call());
    expect(made).toMatchObject(box);
    keep(
      `${file}-${hdu}-${String(centre)}-${width}-${mode}.fits`.replaceAll(/[ "'/]/g, ''),
      made.bytes,
    );
    expect(made.bytes.length % 2880).toBe(0);

    const content = await contentOf(localReader(made.bytes, 'cutout.fits'));
    expect(content.parts().warnings).toEqual([]);
    const plane = (await content.image(0, {})).plane([]);
    expect([plane.width, plane.height]).toEqual([cutout.width, cutout.height]);
    const whole = { x0: 0, y0: 0, x1: cutout.width, y1: cutout.height };
    if (cutout.integers !== undefined) {
      expect((await plane.exactBox(whole)).map(missingAs(truth))).toEqual(cutout.integers);
    } else {
      const bytes = Buffer.from(cutout.floats ?? '', 'base64');
      const values = new Float64Array(new Uint8Array(bytes).buffer);
      expect(Float64Array.from((await plane.section(whole)).values)).toEqual(values);
    }

    const header = headerOf(made.bytes);
    expect(header.warnings()).toEqual([]);
    if (file !== 'dss') {
      expect(header.number('CRPIX1')).toBeCloseTo(cutout.crpix[0], 10);
      expect(header.number('CRPIX2')).toBeCloseTo(cutout.crpix[1], 10);
    }
    if (cutout.sip !== undefined) {
      expect(cutout.sip).toEqual(cutout.crpix);
      expect(header.value('A_2_0')).toBeTypeOf('number');
    }
    const wcs = await content.wcs(0, {});
    if (wcs === undefined || 'problem' in wcs) {
      throw new Error(`The cutout has no coordinates: ${wcs?.problem}`);
    }
    expect(wcs.warnings).toEqual([]);
    const [x = [], y = []] = cutout.pixels;
    const others = Array.from({ length: wcs.pixelAxes - 2 }, () => new Float64Array(x.length));
    const world = wcs.toWorld([Float64Array.from(x), Float64Array.from(y), ...others]);
    const scales = [1, 1, 1e-9, 1];
    for (const [axis, wanted] of cutout.world.entries()) {
      const scale =
        axis === 2 ? Math.max(...wanted.map(Math.abs), 1e-30) : (scales[axis] as number);
      const worst = Math.max(
        ...wanted.map((value, k) => Math.abs((world[axis]?.[k] as number) - value) / scale),
      );
      expect(worst).toBeLessThan(1e-9);
    }
  });
});

/** The stored integer of BLANK is what Cutout2D was told to fill with. */
function missingAs({ file, hdu }: Truth): (text: string) => string {
  return (text) => (file === 'long' && hdu === 1 && text === 'NaN' ? String(-(2n ** 63n)) : text);
}
