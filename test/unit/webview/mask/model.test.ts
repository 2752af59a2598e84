import { describe, expect, test } from 'vitest';
import type { MaskReply } from '../../../../src/protocol/methods';
import { MaskModel } from '../../../../webview/mask/mask-model';
import { DEFAULT_MASK_STATE, maskStateOf } from '../../../../webview/mask/mask-state';

const mask = (room: number, names: readonly string[] = []): MaskReply => ({
  ref: { hdu: 3, slice: [] },
  name: 'DQ',
  bits: Array.from({ length: room }, (_, bit) => ({
    bit,
    name: names[bit] ?? '',
    description: '',
  })),
  namesFrom: '',
  lookUpBytes: 0,
});

function modelOf(reply: MaskReply | undefined): MaskModel {
  const model = new MaskModel();
  model.mask = reply;
  return model;
}

describe('the chosen bits', () => {
  test('are those not to be used at first, where they have a name, else all', () => {
    expect(modelOf(mask(32, ['', '', 'DO_NOT_USE'])).bits).toBe(4);
    expect(modelOf(mask(32)).bits).toBe(2 ** 32 - 1);
    expect(modelOf(mask(8)).bits).toBe(255);
    expect(modelOf(undefined).bits).toBe(0);
  });

  test('are unsigned, and only those there are', () => {
    const model = modelOf(mask(32, ['DO_NOT_USE']));
    model.choose(31, true);
    expect(model.bits).toBe(2 ** 31 + 1);
    model.choose(0, false);
    expect(model.bits).toBe(2 ** 31);
    model.mask = mask(16);
    expect(model.bits).toBe(0);
    model.choose(15, true);
    expect(model.bits).toBe(2 ** 15);
    // What another mask has is still chosen there.
    model.mask = mask(32);
    expect(model.bits).toBe(2 ** 31 + 2 ** 15);
    model.chooseNone();
    expect(model.bits).toBe(0);
    model.chooseAll();
    expect(model.bits).toBe(2 ** 32 - 1);
  });
});

describe('the overlay', () => {
  test('is off at first, and there only where there is a mask and a bit', () => {
    const model = modelOf(undefined);
    expect([model.toggle(), model.drawn]).toEqual([false, false]);
    model.mask = mask(32);
    expect([model.drawn, model.consulted]).toEqual([false, false]);
    expect([model.toggle(), model.drawn, model.consulted]).toEqual([true, true, true]);
    model.chooseNone();
    expect(model.drawn).toBe(false);
    model.toggle();
    expect([model.state.shown, model.consulted]).toEqual([false, true]);
  });

  test('tells of every change', () => {
    const model = modelOf(mask(32));
    let told = 0;
    const end = model.onChange(() => told++);
    model.toggle();
    model.change({ colour: 'cyan' });
    const { mask: same } = model;
    model.mask = same;
    expect(told).toBe(2);
    end();
    model.toggle();
    expect(told).toBe(2);
  });
});

describe('what is kept', () => {
  test('comes back', () => {
    const state = { bits: 2 ** 31 + 5, shown: true, colour: 'cyan', opacity: 0.4 } as const;
    expect(maskStateOf(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(maskStateOf(JSON.parse(JSON.stringify(DEFAULT_MASK_STATE)))).toEqual(DEFAULT_MASK_STATE);
    expect(new MaskModel(state).consulted).toBe(true);
  });

  test.each([
    undefined,
    null,
    'red',
    {},
    { bits: -1, shown: 1, colour: 'toString', opacity: 2 },
    { bits: 2 ** 32, opacity: 0 },
    { bits: 1.5, colour: 5, opacity: NaN },
  ])('%j is as at first', (kept) => {
    expect(maskStateOf(kept)).toEqual(DEFAULT_MASK_STATE);
  });
});
