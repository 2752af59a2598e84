import { describe, expect, test } from 'vitest';
import { missionBits, missionOf } from '../../../src/core/mask/bit-names';
import { lookUpBytes, maskSlice } from '../../../src/core/mask/found-mask';
import { MemoryPlane } from '../image/memory-plane';

/** As stdatamodels and roman_datamodels have them, a line a bit: JWST, then Roman where it differs. */
const TABLE = `DO_NOT_USE
SATURATED
JUMP_DET
DROPOUT
OUTLIER GW_AFFECTED_DATA
PERSISTENCE
AD_FLOOR
CHARGELOSS OUTLIER
- UNRELIABLE_ERROR
NON_SCIENCE
DEAD
HOT
WARM
LOW_QE
RC -
TELEGRAPH
NONLINEAR
BAD_REF_PIXEL
NO_FLAT_FIELD
NO_GAIN_VALUE
NO_LIN_CORR
NO_SAT_CHECK
UNRELIABLE_BIAS
UNRELIABLE_DARK
UNRELIABLE_SLOPE
UNRELIABLE_FLAT
OPEN -
ADJ_OPEN -
FLUX_ESTIMATED UNRELIABLE_RESET
MSA_FAILED_OPEN -
OTHER_BAD_PIXEL
REFERENCE_PIXEL`;

const column = (at: 0 | 1): string[] =>
  TABLE.split('\n').map((line) => {
    const [jwst = '', roman = jwst] = line.split(' ');
    return [jwst, roman][at]?.replace('-', '') ?? '';
  });

describe('the bits of a mission', () => {
  test('have the names it gives them', () => {
    expect(missionBits('JWST', 32).map(({ name }) => name)).toEqual(column(0));
    expect(missionBits('Roman', 32).map(({ name }) => name)).toEqual(column(1));
    expect(missionBits('Roman', 64)).toHaveLength(32);
    expect(missionBits('Roman', 8, true)[7]?.name).toBe('WFI18_TRANSIENT');
    expect(missionBits(undefined, 2)).toEqual([
      { bit: 0, name: '', description: '' },
      { bit: 1, name: '', description: '' },
    ]);
  });

  test.each([
    ['JWST', 'JWST'],
    [' roman ', 'Roman'],
    ['HST', undefined],
    [undefined, undefined],
  ])('telescope %j: %s', (telescope, mission) => {
    expect(missionOf(telescope)).toBe(mission);
  });
});

test.each([
  [[4, 3], [4, 3], [], []],
  [[4, 3], [4, 3, 9], [5], []],
  [[4, 3, 9], [4, 3, 9], [5], [5]],
  [
    [4, 3, 1, 6],
    [4, 3, 9, 6],
    [5, 2],
    [0, 2],
  ],
  [[4, 3, 9], [4, 3], [], undefined],
  [[4, 3, 8], [4, 3, 9], [5], undefined],
  [[3, 4], [4, 3], [], undefined],
  [[4], [4], [], undefined],
])('the plane of a mask of %j under an image of %j at %j is %j', (mask, image, slice, expected) => {
  expect(maskSlice(mask, image, slice)).toEqual(expected);
});

test('looking up a pixel costs what is stored together', () => {
  const plane = (traits: ConstructorParameters<typeof MemoryPlane>[2]): MemoryPlane =>
    new MemoryPlane(100, new Float64Array(100 * 50), traits);
  expect(lookUpBytes(plane({ local: true }))).toBe(0);
  expect(lookUpBytes(plane({ bytesPerRow: 400 }))).toBe(4);
  expect(lookUpBytes(plane({ bytesPerRow: 400, rowsPerBlock: 20 }))).toBe(8000);
  expect(lookUpBytes(plane({ bytesPerRow: 400, rowsPerBlock: 20, columnsPerBlock: 25 }))).toBe(
    2000,
  );
  expect(lookUpBytes(plane({ bytesPerRow: 400, rowsPerBlock: 200 }))).toBe(20_000);
  // Pieces of 20, 25 and 5 rows that are read from their start on.
  const pieces = Object.assign(plane({ bytesPerRow: 400 }), { pieceStarts: [0, 20, 45] });
  expect(lookUpBytes(pieces)).toBe(10_000);
});
