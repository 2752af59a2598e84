import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Direction, separation } from '../../../src/core/sky/geometry';
import type { Gwcs } from '../../../src/core/sky/gwcs/gwcs';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { nodeTools } from '../../../src/worker/node-tools';
import { openContent } from '../../../src/worker/open-content';
import { OpenedFile } from '../../../src/worker/opened-file';
import { NO_OTHER_FILES } from '../../../src/worker/other-files';
import { positionReply } from '../../../src/worker/position-reply';
import { FULL_SIZE_L2_NAME, fullSizeL2 } from '../../support/roman/full-size-l2';
import { SIDE } from '../../support/roman/pixels';
import { remembered } from '../../support/s3/remembered';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { COST_BUCKET } from '../cost/support/objects';
import { openFits } from '../cost/support/open';

type Columns = readonly (readonly number[])[];

/** What roman_datamodels and gwcs say (test/fixtures/make_roman_positions.py): one array for each axis. */
interface Truth {
  readonly frames: readonly string[];
  readonly pixel: Columns;
  readonly world: Columns;
  readonly between: Readonly<Record<string, Columns>>;
  readonly back: { readonly world: Columns; readonly pixel: Columns };
}

const FILE = fileURLToPath(new URL('../../fixtures/roman-positions.json', import.meta.url));
const truth = JSON.parse(readFileSync(FILE, 'utf8')) as Truth;
const KEY = `roman/${FULL_SIZE_L2_NAME}`;

let server: S3TestServer;
const http = new NodeHttpClient();
beforeAll(async () => {
  server = await startS3Server({ unsignedOnly: true });
  server.createBucket(COST_BUCKET).put(KEY, remembered(fullSizeL2({ checksums: false })));
});
afterAll(async () => {
  http.dispose();
  await server.close();
});

const arrays = (columns: Columns): Float64Array[] => columns.map((axis) => Float64Array.from(axis));

function largestDifference(ours: readonly Float64Array[], theirs: Columns): number {
  const apart = theirs.flatMap((axis, k) =>
    axis.map((value, at) => Math.abs((ours[k]?.[at] ?? NaN) - value)),
  );
  // NaN where one is.
  return Math.max(...apart);
}

function farthest(ours: readonly Float64Array[], theirs: Columns): number {
  const at = (columns: readonly ArrayLike<number>[], k: number): Direction => ({
    longitude: columns[0]?.[k] ?? NaN,
    latitude: columns[1]?.[k] ?? NaN,
  });
  const apart = (theirs[0] ?? []).map((_, k) => separation(at(ours, k), at(theirs, k)));
  return Math.max(...apart);
}

describe('positions in a Roman image of full size, 343 MB', { timeout: 20_000 }, () => {
  it('are those of its own gwcs, both ways and in the frames between, without a byte more than its list', async () => {
    const { reader, meter } = openFits(http, server.endpoint, KEY);
    const tools = nodeTools(tmpdir());
    const file = await new OpenedFile(reader, tools.unpack).open({});
    const content = openContent(file, tools, NO_OTHER_FILES);
    for await (const found of content.find({})) {
      void found;
    }
    const { requests } = meter.figures();
    const line = content.parts().lines.find(({ name }) => name === 'roman/data');
    const wcs = (await content.wcs(line?.index ?? -1, {})) as Gwcs;
    expect(wcs).not.toHaveProperty('problem');
    expect(meter.figures().requests).toBe(requests);

    expect(wcs.frames.map(({ name }) => name)).toEqual(truth.frames);
    const pixels = arrays(truth.pixel);
    expect(farthest(wcs.toWorld(pixels), truth.world)).toBeLessThan(1e-9);
    for (const [frame, values] of Object.entries(truth.between)) {
      expect(largestDifference(wcs.toFrame(frame, pixels), values)).toBeLessThan(1e-9);
    }
    // The readout tells them for the pixel under the cursor.
    const told = positionReply(
      wcs,
      pixels.map(([first = NaN]) => first),
      'own',
    ).between;
    expect(told?.map(({ frame }) => frame)).toEqual(Object.keys(truth.between));
    Object.values(truth.between).forEach((values, k) => {
      const numbers = told?.[k]?.text.match(/-?\d[\d.]*/g)?.map(Number) ?? [];
      values.forEach(([value = NaN], axis) => expect(numbers[axis]).toBeCloseTo(value, 4));
    });
    expect(wcs.boundingBox).toEqual([
      [-0.5, SIDE - 0.5],
      [-0.5, SIDE - 0.5],
    ]);
    const { world, pixel } = truth.back;
    expect(largestDifference(wcs.toPixel(arrays(world)), pixel)).toBeLessThan(1e-6);
    expect(largestDifference(wcs.toPixel(arrays(truth.world)), truth.pixel)).toBeLessThan(1e-6);
  });
});
