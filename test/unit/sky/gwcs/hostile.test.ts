import { describe, expect, it } from 'vitest';
import { gwcsOf, problemOf, wcsWith } from './support/open-gwcs';

const PAIR =
  '!transform/concatenate-1.2.0 {forward: [!transform/shift-1.2.0 {offset: 1.0}, !transform/shift-1.2.0 {offset: 2.0}]}';

describe('trees that are not as they should be', () => {
  it.each([
    ['no steps', 'wcs: !<tag:stsci.edu:gwcs/wcs-1.0.0> {name: a, steps: []}', '0 steps'],
    [
      'another tag',
      'wcs: !<tag:stsci.edu:gwcs/step-1.0.0> {name: a}',
      'no coordinate system of gwcs',
    ],
    ['no transform', wcsWith('null'), 'something else where a transform'],
    ['a number for a transform', wcsWith('5'), 'something else where a transform'],
    [
      'a transform of nobody',
      wcsWith('!<tag:example.org:mine/warp-1.0.0> {}'),
      'warp (tag:example.org:mine/warp-1.0.0)',
    ],
    [
      'a transform of JWST whose mathematics is not here',
      wcsWith('!<tag:stsci.edu:jwst_pipeline/v23tosky-0.7.0> {angles: [1.0]}'),
      'the transform v23tosky',
    ],
    ['a name of every object', wcsWith('!transform/toString-1.2.0 {}'), 'the transform toString'],
    ['no offset', wcsWith('!transform/shift-1.2.0 {}'), 'shift does not say its offset'],
    [
      'an offset that is text',
      wcsWith('!transform/shift-1.2.0 {offset: far}'),
      'should be a number',
    ],
    [
      'numbers of values that differ',
      wcsWith(
        `!transform/compose-1.2.0 {forward: [${PAIR}, !transform/shift-1.2.0 {offset: 1.0}]}`,
      ),
      'gives 2 values, and the next one takes 1',
    ],
    ['one part', wcsWith(`!transform/compose-1.2.0 {forward: [${PAIR}]}`), 'compose has 1 parts'],
    [
      'an axis that is not there',
      wcsWith('!transform/remap_axes-1.2.0 {mapping: [0, 5], n_inputs: 2}'),
      'takes an axis that is not there',
    ],
    [
      'absurdly many axes',
      wcsWith('!transform/identity-1.2.0 {n_dims: 100000000}'),
      'has 100000000 axes',
    ],
    [
      'an absurd degree',
      wcsWith(`!transform/polynomial-1.2.0 {coefficients: [${'1.0, '.repeat(5000)}1.0]}`),
      'absurd degree',
    ],
    [
      'coefficients of which only the size is there',
      wcsWith(
        '!transform/polynomial-1.2.0 {coefficients: !core/ndarray-1.0.0 {source: 0, datatype: float64, byteorder: little, shape: [100000, 100000]}}',
      ),
      'cannot be read',
    ],
    [
      'coefficients in a block that is not there',
      wcsWith(
        '!transform/polynomial-1.2.0 {coefficients: !core/ndarray-1.0.0 {source: 7, datatype: float64, byteorder: little, shape: [3]}}',
      ),
      'cannot be read',
    ],
    [
      'rows of unequal length',
      wcsWith('!transform/polynomial-1.2.0 {coefficients: [[1.0, 2.0], [3.0]]}'),
      'differ in length',
    ],
    [
      'points that go to and fro',
      wcsWith(
        '!transform/tabular-1.2.0 {lookup_table: [1.0, 2.0, 3.0], points: [[0.0, 2.0, 1.0]], bounds_error: false}',
      ),
      'neither ascend nor descend',
    ],
    [
      'axes of rotation that are none',
      wcsWith(
        '!transform/rotate_sequence_3d-1.0.0 {angles: [1.0], axes_order: q, rotation_type: cartesian}',
      ),
      'do not fit to its angles',
    ],
  ])('%s', async (_, yaml, sentence) => {
    expect(await problemOf(yaml)).toContain(sentence);
  });

  it('a transform that contains itself', async () => {
    const cyclic = '&a !transform/compose-1.2.0 {forward: [*a, *a]}';
    expect(await problemOf(wcsWith(cyclic))).toContain('contains itself');
  });

  it('aliases that make 2³⁰ steps of 30 nodes', async () => {
    const nodes = Array.from({ length: 30 }, (_, k) =>
      k === 0
        ? 'a0: &a0 !transform/shift-1.2.0 {offset: 1.0}'
        : `a${k}: &a${k} !transform/compose-1.2.0 {forward: [*a${k - 1}, *a${k - 1}]}`,
    );
    expect(await problemOf(`${nodes.join('\n')}${wcsWith('*a29')}`)).toContain('repeat too often');
  });

  it('aliases that make 2²⁰ axes', async () => {
    const nodes = Array.from({ length: 20 }, (_, k) =>
      k === 0
        ? 'a0: &a0 !transform/shift-1.2.0 {offset: 1.0}'
        : `a${k}: &a${k} !transform/concatenate-1.2.0 {forward: [*a${k - 1}, *a${k - 1}]}`,
    );
    expect(await problemOf(`${nodes.join('\n')}${wcsWith('*a19')}`)).toContain('repeat too often');
  });

  it('an inverse that is its own transform again', async () => {
    const wcs = await gwcsOf(
      wcsWith('&a !transform/linear1d-1.0.0 {slope: 2.0, intercept: 1.0, inverse: *a}'),
    );
    expect(wcs.toPixel([Float64Array.of(5)])[0]?.[0]).toBe(2);
  });

  it('an inverse that is not known is left out with a warning', async () => {
    const wcs = await gwcsOf(
      wcsWith('!transform/shift-1.2.0 {offset: 2.0, inverse: !transform/warp-1.2.0 {}}'),
    );
    expect(wcs.warnings).toEqual([
      expect.stringContaining('An inverse that the file gives is not used'),
    ]);
    expect(wcs.toPixel([Float64Array.of(5)])[0]?.[0]).toBe(3);
  });

  it('a bounding box of other axes is left out with a warning', async () => {
    const wcs = await gwcsOf(
      wcsWith('!transform/shift-1.2.0 {offset: 2.0, bounding_box: [[0, 1], [2, 3]]}'),
    );
    expect(wcs.boundingBox).toBeUndefined();
    expect(wcs.warnings).toEqual([expect.stringContaining('bounding box')]);
  });

  it('a frame without a name', async () => {
    expect(
      await problemOf(
        wcsWith('!transform/shift-1.2.0 {offset: 1.0}').replace('frame: world', 'frame: {}'),
      ),
    ).toContain('no name');
  });
});

describe('tags of every kind', () => {
  it.each([
    'tag:stsci.edu:asdf/transform/shift-1.0.0',
    'tag:stsci.edu:asdf/transform/shift-1.9.3',
    'asdf://stsci.edu/asdf/transform/shift-1.2.0',
    'asdf://asdf-format.org/transform/tags/shift-1.2.0',
    'http://stsci.edu/schemas/asdf/transform/shift-1.2.0',
  ])('%s', async (tag) => {
    const wcs = await gwcsOf(wcsWith(`!<${tag}> {offset: 1.5}`));
    expect(wcs.toWorld([Float64Array.of(1)])[0]?.[0]).toBe(2.5);
  });

  it.each([
    'tag:stsci.edu:gwcs/wcs-1.9.0',
    'asdf://asdf-format.org/astronomy/gwcs/tags/wcs-1.0.0',
    'asdf://stsci.edu/gwcs/wcs-2.0.0',
  ])('%s', async (tag) => {
    const yaml = wcsWith('!transform/shift-1.2.0 {offset: 1.5}').replace(
      'tag:stsci.edu:gwcs/wcs-1.2.0',
      tag,
    );
    expect((await gwcsOf(yaml)).frames.map(({ name }) => name)).toEqual(['detector', 'world']);
  });

  it('Quantities in other units are refused by name', async () => {
    const yaml = wcsWith(
      '!transform/multiplyscale-1.0.0 {factor: !unit/quantity-1.1.0 {unit: arcsec pix-1, value: 4.0}}',
    );
    expect(await problemOf(yaml)).toContain('parameters in arcsec pix-1');
  });

  it('Quantities in pixels are numbers', async () => {
    const wcs = await gwcsOf(
      wcsWith('!transform/shift-1.2.0 {offset: !unit/quantity-1.1.0 {unit: pix, value: 4.0}}'),
    );
    expect(wcs.toWorld([Float64Array.of(1)])[0]?.[0]).toBe(5);
  });

  it('a bounding box of older files has the last axis first', async () => {
    const wcs = await gwcsOf(
      wcsWith('!transform/identity-1.1.0 {n_dims: 2, bounding_box: [[0, 10], [0, 20]]}'),
    );
    expect(wcs.boundingBox).toEqual([
      [0, 20],
      [0, 10],
    ]);
  });
});
