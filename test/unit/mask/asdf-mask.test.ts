import { describe, expect, test } from 'vitest';
import { arraysOf } from '../../../src/core/asdf/arrays';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import type { AsdfMask } from '../../../src/core/mask/asdf-mask';
import { asdfMaskOf } from '../../../src/core/mask/asdf-mask';
import type { FileName } from './truth';
import { readerOf } from './truth';

async function maskIn(
  name: FileName,
  path: string,
  slice: readonly number[] = [],
): Promise<AsdfMask | undefined> {
  const { tree } = await openAsdf(readerOf(name));
  const entries = arraysOf(tree);
  const entry = entries.find((each) => each.path === path);
  if (entry === undefined) {
    throw new Error(`There is no ${path} in ${name}.`);
  }
  return asdfMaskOf(entries, entry, slice, tree);
}

describe('the mask of an array', () => {
  test.each([
    ['roman-l2', 'roman/data', [], 'roman/dq', []],
    ['roman-l2', 'roman/err', [], 'roman/dq', []],
    ['roman-l2', 'roman/var_poisson', [], 'roman/dq', []],
    ['roman-l2', 'roman/dq', [], 'roman/dq', []],
    ['roman-l2', 'roman/border_ref_pix_left', [], 'roman/dq_border_ref_pix_left', []],
    ['roman-l2', 'roman/dq_border_ref_pix_left', [], 'roman/dq_border_ref_pix_left', []],
    // Another size, another mapping.
    ['roman-l2', 'roman/amp33', [1], undefined, undefined],
    ['roman-l2', 'roman/nested/data', [], undefined, undefined],
    ['roman-ramp', 'roman/data', [2], 'roman/groupdq', [2]],
    ['roman-ramp', 'roman/pixeldq', [], 'roman/pixeldq', []],
    ['plain', 'here/data', [], 'here/dq', []],
    ['plain', 'there/data', [], undefined, undefined],
    ['aliased', 'here/data', [], 'first', []],
  ] as const)('%s, %s, plane %j: %s', async (name, path, slice, expected, plane) => {
    const mask = await maskIn(name, path, slice);
    expect([mask?.name, mask?.slice]).toEqual([expected, plane]);
    expect(mask?.entry.path).toBe(expected);
  });

  test('has the names of Roman where the tree is Roman’s', async () => {
    const mask = await maskIn('roman-l2', 'roman/data');
    expect(mask?.namesFrom).toBe('Roman');
    expect(mask?.bits).toHaveLength(32);
    expect(mask?.bits[4]?.name).toBe('GW_AFFECTED_DATA');
    expect(mask?.bits[7]?.name).toBe('OUTLIER');
    const groups = await maskIn('roman-ramp', 'roman/data');
    expect([groups?.namesFrom, groups?.bits.length]).toEqual(['Roman', 8]);
    expect(groups?.bits[7]?.name).toBe('WFI18_TRANSIENT');
  });

  test('has numbers elsewhere', async () => {
    const mask = await maskIn('plain', 'here/data');
    expect(mask?.namesFrom).toBe('');
    expect(mask?.bits.every(({ name }) => name === '')).toBe(true);
  });
});
