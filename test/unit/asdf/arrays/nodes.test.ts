import { describe, expect, it } from 'vitest';
import { arraysOf } from '../../../../src/core/asdf/arrays';
import { bytesOf, datatypeText, shapeText } from '../../../../src/core/asdf/array-words';
import { memoryBlock } from '../../../../src/core/asdf/memory-block';
import type { AsdfMapping, AsdfNode, AsdfSequence } from '../../../../src/core/asdf/node';
import { openArray } from '../../../../src/core/asdf/open-array';
import { infoOf } from './support/open';
import { inline, NDARRAY, ndarray, node, QUANTITY } from './support/nodes';

const TEN = 10 ** 12;

function problemOf(array: AsdfNode): string {
  const [entry] = arraysOf(array);
  if (entry === undefined || !('problem' in entry.array)) {
    throw new Error('There is no problem.');
  }
  return entry.array.problem;
}

/** Opens an array with a block of 12 bytes. */
async function open(array: AsdfNode, size = 12): Promise<unknown> {
  const [entry] = arraysOf(array);
  const block = async (): Promise<ReturnType<typeof memoryBlock>> =>
    memoryBlock(new Uint8Array(size));
  return openArray(infoOf(entry as NonNullable<typeof entry>), { block, file: block });
}

describe('the arrays of a tree', () => {
  it('come in its order, those of aliases once, with the paths to them', () => {
    const shared = ndarray({});
    const tree = node({
      roman: { data: ndarray({}), meta: [1, { deep: shared }], again: shared },
      flux: node({ value: ndarray({ source: 1 }), unit: 'DN / s' }, QUANTITY),
      number: node({ value: 3, unit: 'm' }, QUANTITY),
      list: inline([1, 2, 3]),
    });
    const entries = arraysOf(tree);
    expect(entries.map(({ path }) => path)).toEqual([
      'roman/data',
      'roman/meta/1/deep',
      'flux',
      'list',
    ]);
    expect(entries.map(({ at }) => at)).toEqual([[0, 0], [0, 1, 1, 0], [1], [3]]);
    expect(entries.map((entry) => infoOf(entry).unit)).toEqual([
      undefined,
      undefined,
      'DN / s',
      undefined,
    ]);
    expect(entries[2]?.node.tag).toBe(QUANTITY);
  });

  it('are found in a tree that contains itself, and in a very deep one', () => {
    const entries: (readonly [never, AsdfNode])[] = [];
    const cyclic: AsdfMapping = { kind: 'mapping', tag: undefined, entries };
    entries.push([node('self') as never, cyclic], [node('array') as never, ndarray({})]);
    expect(arraysOf(cyclic).map(({ path }) => path)).toEqual(['array']);
    let deep: AsdfNode = ndarray({});
    for (let k = 0; k < 50_000; k += 1) {
      deep = { kind: 'sequence', tag: undefined, items: [deep] };
    }
    expect(arraysOf(deep)[0]?.at).toHaveLength(50_000);
    expect(arraysOf(undefined)).toEqual([]);
  });

  it('are known in every version of their tag, and only those', () => {
    const tags = ['core/ndarray-1.0.0', 'core/ndarray-1.1.0', 'core/ndarray-1.12.0'];
    const tree = tags.map((tag) => node([1], `tag:stsci.edu:asdf/${tag}`));
    const others = ['core/ndarray-2.0.0', 'hardcore/ndarray-1.0.0', 'core/ndarrays-1.0.0'];
    const not = others.map((tag) => node([1], `tag:stsci.edu:asdf/${tag}`));
    expect(arraysOf(node([...tree, ...not]))).toHaveLength(3);
  });

  it('may be in other files, and in HDUs however those are written', () => {
    const sourceOf = (source: string): unknown => {
      const [entry] = arraysOf(ndarray({ source }));
      return infoOf(entry as NonNullable<typeof entry>).source;
    };
    expect(sourceOf('other.asdf')).toEqual({ kind: 'file', uri: 'other.asdf' });
    expect(sourceOf('fits:SCI,2')).toEqual({ kind: 'fits', hdu: { name: 'SCI', version: 2 } });
    expect(sourceOf('fits:SCI')).toEqual({ kind: 'fits', hdu: { name: 'SCI', version: 1 } });
    expect(sourceOf("fits:'A,B' , 3")).toEqual({ kind: 'fits', hdu: { name: 'A,B', version: 3 } });
    expect(sourceOf('fits:3')).toEqual({ kind: 'fits', hdu: 3 });
  });

  it('are refused where they are in an HDU', async () => {
    await expect(open(ndarray({ source: 'fits:SCI,1' }))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('an array that cannot be', () => {
  const alias: AsdfSequence & { items: AsdfNode[] } = {
    ...{ kind: 'sequence', tag: NDARRAY, items: [] },
  };
  alias.items.push(alias);
  const fields = Array.from({ length: 200 }, () => 'int8');
  let nested = node(['int8', 'int8']);
  for (let k = 0; k < 40; k += 1) {
    nested = node([nested, nested]);
  }

  it.each<[string, AsdfNode]>([
    ['a negative length', ndarray({ shape: [-1] })],
    ['half an element', ndarray({ shape: [1.5] })],
    ['a length in words', ndarray({ shape: ['many'] })],
    ['a star that is not first', ndarray({ shape: [2, '*'] })],
    ['more than can be counted', ndarray({ shape: [TEN, TEN] })],
    ['more than can be counted beside nothing', ndarray({ shape: [0, TEN, TEN] })],
    ['a length that is none', ndarray({ shape: [2n ** 64n] })],
    ['1000 axes', ndarray({ shape: Array.from({ length: 1000 }, () => 1) })],
    ['no shape', node({ source: 0, datatype: 'int8', byteorder: 'big' }, NDARRAY)],
    ['a shape that is a number', ndarray({ shape: 3 })],
    ['no datatype', node({ source: 0, shape: [1], byteorder: 'big' }, NDARRAY)],
    ['no byte order', node({ source: 0, shape: [1], datatype: 'int16' }, NDARRAY)],
    ['a middle byte order', ndarray({ byteorder: 'middle' })],
    ['an unknown datatype', ndarray({ datatype: 'float8' })],
    ['a datatype of JavaScript', ndarray({ datatype: 'constructor' })],
    ['a text of no length', ndarray({ datatype: ['ascii'] })],
    ['a text of negative length', ndarray({ datatype: ['ucs4', -1] })],
    ['a text of enormous length', ndarray({ datatype: ['ucs4', 2 ** 52] })],
    ['no fields', ndarray({ datatype: [] })],
    ['a field without datatype', ndarray({ datatype: [{ name: 'a' }] })],
    ['a field with a star', ndarray({ datatype: [{ datatype: 'int8', shape: ['*'] }] })],
    ['fields in fields in fields', ndarray({ datatype: nested })],
    ['fields without end', ndarray({ datatype: fields.map(() => fields) })],
    ['a negative offset', ndarray({ offset: -1 })],
    ['an offset in words', ndarray({ offset: 'late' })],
    ['too few strides', ndarray({ strides: [2] })],
    ['half a stride', ndarray({ strides: [1.5, 2] })],
    ['strides to before the block', ndarray({ strides: [-6, 2] })],
    ['strides beyond every file', ndarray({ strides: [2 ** 53 - 1, 2] })],
    ['a mask in words', ndarray({ mask: 'none' })],
    ['a mask of text', ndarray({ mask: ndarray({ datatype: ['ascii', 1] }) })],
    ['source and data', ndarray({ data: [1] })],
    ['neither source nor data', node({ shape: [1], datatype: 'int8' }, NDARRAY)],
    ['an empty source', ndarray({ source: '' })],
    ['a list for a source', ndarray({ source: [0] })],
    ['a single value', node(3, NDARRAY)],
    ['ragged rows', inline([[1, 2], [3]])],
    ['rows beside elements', inline([[1], 2])],
    ['a mapping among the elements', inline([1, { a: 2 }])],
    ['itself among the elements', alias],
    ['integers of 65 bits', inline([2n ** 64n])],
    ['another shape than its own', node({ data: [1, 2], shape: [3], datatype: 'int8' }, NDARRAY)],
  ])('has a problem and nothing else: %s', (_, array) => {
    expect(problemOf(array)).toMatch(/^[A-Z].*\.$/);
  });

  it('may have itself for a mask', () => {
    const self = ndarray({}) as AsdfMapping & { entries: unknown[] };
    self.entries.push([node('mask'), self]);
    const [entry] = arraysOf(self);
    expect(infoOf(entry as NonNullable<typeof entry>).mask).toBeDefined();
  });

  it.each<[string, AsdfNode]>([
    ['a block that is too short', ndarray({ shape: [7] })],
    ['an offset outside of it', ndarray({ offset: 2 })],
    ['an offset far outside', ndarray({ shape: [1], offset: TEN })],
    ['strides outside of it', ndarray({ strides: [8, 2] })],
    ['elements repeated without end', ndarray({ shape: [TEN], strides: [0] })],
    ['a star over strides of 0', ndarray({ shape: ['*'], strides: [0] })],
    ['a mask of another shape', ndarray({ mask: ndarray({ shape: [2, 2] }) })],
    ['a mask of more axes', ndarray({ mask: ndarray({ shape: [1, 2, 3] }) })],
    ['text for a number', node({ data: ['x'], datatype: 'int8' }, NDARRAY)],
    ['300 for a uint8', node({ data: [300], datatype: 'uint8' }, NDARRAY)],
    ['1.5 for an integer', node({ data: [1.5], datatype: 'int8' }, NDARRAY)],
    ['text that is not ASCII', node({ data: ['é'], datatype: ['ascii', 4] }, NDARRAY)],
    ['text that is too long', node({ data: ['abc'], datatype: ['ucs4', 2] }, NDARRAY)],
    [
      'a complex number of words',
      node({ data: [node('1+x', 'x:core/complex-1.0.0')], datatype: 'complex64' }, NDARRAY),
    ],
  ])('does not open: %s', async (_, array) => {
    await expect(open(array)).rejects.toMatchObject({ code: 'format' });
  });

  it('is looked at in no time where aliases repeat it, and refused when it is opened', async () => {
    let rows: AsdfNode = node([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (let k = 0; k < 13; k += 1) {
      const row = rows;
      rows = {
        kind: 'sequence',
        tag: k === 12 ? NDARRAY : undefined,
        items: Array(10).fill(row) as AsdfNode[],
      };
    }
    await expect(open(rows)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('of no elements opens', async () => {
    await expect(open(ndarray({ shape: [0, 5] }))).resolves.toMatchObject({ shape: [0, 5] });
    await expect(open(ndarray({ shape: ['*', 4] }), 20)).resolves.toMatchObject({ shape: [2, 4] });
    await expect(open(ndarray({ shape: ['*', 4] }), 5)).resolves.toMatchObject({ shape: [0, 4] });
  });
});

describe('words', () => {
  it('for shapes are those of numpy', () => {
    expect(shapeText([4088, 4088])).toBe('(4088, 4088)');
    expect(shapeText([5])).toBe('(5,)');
    expect(shapeText([])).toBe('()');
    expect(shapeText([undefined, 8])).toBe('(*, 8)');
  });

  it('for datatypes are short', () => {
    const of = (datatype: Parameters<typeof ndarray>[0][string]): string => {
      const [entry] = arraysOf(ndarray({ datatype, byteorder: 'little' }));
      const info = infoOf(entry as NonNullable<typeof entry>);
      return datatypeText(info.datatype, info.byteOrder);
    };
    expect(of('float32')).toBe('float32');
    expect(of(['ucs4', 5])).toBe('ucs4 × 5');
    expect(of(['int8', { name: 'b', datatype: 'float64', byteorder: 'big', shape: [3] }])).toBe(
      '{f0: int8, b: float64, big-endian (3,)}',
    );
    expect(of(Array.from({ length: 8 }, () => 'int8'))).toMatch(/f5: int8, … 8 fields}$/);
  });

  it('count the bytes of all elements', () => {
    const [entry] = arraysOf(ndarray({}));
    expect(bytesOf(infoOf(entry as NonNullable<typeof entry>))).toBe(12);
    const [open1] = arraysOf(ndarray({ shape: ['*', 3] }));
    expect(bytesOf(infoOf(open1 as NonNullable<typeof open1>))).toBeUndefined();
  });
});
