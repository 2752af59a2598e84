import { readFileSync } from 'node:fs';
import { writeRegions } from '../../../../src/core/regions/write-regions';
import { around, type Cards, SYSTEMS, WRITTEN } from './written';

/** For `make_ds9_written.py`: region files of ours for the headers that come in, as JSON both. */
const headers = JSON.parse(readFileSync(0, 'utf8')) as Record<string, Cards>;
const files = Object.entries(headers).flatMap(([image, cards]) =>
  Object.entries(SYSTEMS).map(([system, frame]) => ({
    ...{ image, system },
    text: writeRegions(WRITTEN, frame, around(cards).sky),
  })),
);
process.stdout.write(JSON.stringify(files));
