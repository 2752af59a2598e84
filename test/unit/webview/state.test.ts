import { expect, test } from 'vitest';
import { DEFAULT_PANELS, parseState } from '../../../webview/image/state';

const kept = {
  hdu: 2,
  slice: [3],
  centre: [10.5, -0.5],
  zoom: 2,
  limits: { low: 1, high: 2 },
  panels: { structure: true, header: undefined, structureWidth: 200, headerWidth: 300 },
} as const;

test('a state comes back as it was kept', () => {
  expect(parseState(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

test('what is not a state is none', () => {
  for (const other of [undefined, null, 7, 'x', [], {}, { hdu: -1, slice: [] }, { hdu: 0 }]) {
    expect(parseState(other)).toBeUndefined();
  }
});

test('parts that make no sense are left out', () => {
  expect(
    parseState({ ...kept, slice: [1, 'x', -2], centre: [1], zoom: 0, limits: 'log', panels: 3 }),
  ).toEqual({
    hdu: 2,
    slice: [1],
    centre: undefined,
    zoom: undefined,
    limits: 'zscale',
    panels: DEFAULT_PANELS,
  });
});
