import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StateKeeper } from '../../../webview/image/keeper';
import type { KeptState } from '../../../webview/image/state';
import { DEFAULT_PANELS, parseState } from '../../../webview/image/state';
import { DEFAULT_MASK_STATE } from '../../../webview/mask/mask-state';

const kept: KeptState = {
  hdu: 2,
  slice: [3],
  cell: { row: 4, column: 1 },
  mode: 'picture',
  table: undefined,
  spectrum: undefined,
  tree: undefined,
  centre: [10.5, -0.5],
  zoom: 2,
  limits: { low: 1, high: 2 },
  display: {
    stretch: 'asinh',
    parameters: { log: 1000, asinh: 0.02, sinh: 1 / 3, power: 1.5 },
    colourMap: 'viridis',
    inverted: true,
    contrast: 2.5,
    bias: 0.25,
    orientation: { turns: 3, flipped: true },
  },
  crosshair: { shown: true, pixel: [7, 8] },
  mask: { bits: 2 ** 31 + 5, shown: true, colour: 'cyan', opacity: 0.5 },
  overlays: { sky: { grid: true } },
  colourBar: false,
  panels: {
    structure: true,
    inspector: undefined,
    tab: 'profiles',
    structureWidth: 200,
    inspectorWidth: 300,
  },
};

describe('the kept state', () => {
  test('comes back as it was', () => {
    expect(parseState(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    for (const limits of ['zscale', 'minmax', { percent: 99.5 }] as const) {
      expect(parseState({ ...kept, limits })?.limits).toEqual(limits);
    }
  });

  test('is none where it is not a state', () => {
    for (const other of [undefined, null, 7, 'x', [], {}, { hdu: -1, slice: [] }, { hdu: 0 }]) {
      expect(parseState(other)).toBeUndefined();
    }
  });

  test('leaves out what makes no sense, for the settings to decide', () => {
    expect(
      parseState({
        ...kept,
        slice: [1, 'x', -2],
        cell: { row: -1, column: 0 },
        mode: 'song',
        table: 3,
        spectrum: 'x',
        centre: [1],
        zoom: 0,
        limits: { percent: 0 },
        display: {
          stretch: 'steep',
          parameters: { asinh: -1, log: '7', power: 1e9 },
          colourMap: 3,
          inverted: 1,
          contrast: 11,
          bias: Number.NaN,
          orientation: { turns: 4, flipped: false },
        },
        crosshair: { shown: 'yes', pixel: [0.5, 1] },
        mask: { bits: 0.5, shown: 1, colour: 'black', opacity: 0 },
        overlays: 7,
        colourBar: undefined,
        panels: 3,
      }),
    ).toEqual({
      hdu: 2,
      slice: [1],
      centre: undefined,
      zoom: undefined,
      limits: undefined,
      display: { parameters: { log: 1000, asinh: 0.1, sinh: 1 / 3, power: 10 } },
      crosshair: { shown: false, pixel: undefined },
      mask: DEFAULT_MASK_STATE,
      overlays: {},
      colourBar: true,
      panels: DEFAULT_PANELS,
    });
  });

  test('of version 0.1 opens, its header in the inspector', () => {
    const panels = { structure: false, header: true, structureWidth: 222, headerWidth: 444 };
    expect(
      parseState({ hdu: 0, slice: [], centre: [1, 2], zoom: 1, limits: 'minmax', panels }),
    ).toEqual({
      hdu: 0,
      slice: [],
      centre: [1, 2],
      zoom: 1,
      limits: 'minmax',
      display: {},
      crosshair: { shown: false, pixel: undefined },
      mask: DEFAULT_MASK_STATE,
      overlays: {},
      colourBar: true,
      panels: {
        structure: false,
        inspector: true,
        tab: 'header',
        structureWidth: 222,
        inspectorWidth: 444,
      },
    });
  });
});

describe('the keeper', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function keeper(): {
    saved: number[];
    remembered: number[];
    page: EventTarget;
    move: (hdu: number | undefined) => void;
  } {
    const saved: number[] = [];
    const remembered: number[] = [];
    const page = new EventTarget();
    let state: KeptState | undefined;
    const made = new StateKeeper(
      {
        save: ({ hdu }) => saved.push(hdu),
        remember: ({ hdu }) => remembered.push(hdu),
      },
      () => state,
      page,
    );
    const move = (hdu: number | undefined): void => {
      state = hdu === undefined ? undefined : { ...kept, hdu };
      made.touch();
    };
    return { saved, remembered, page, move };
  }

  test('keeps a change soon after it was made, although others go on', () => {
    const { saved, remembered, move } = keeper();
    for (let hdu = 0; hdu < 10; hdu++) {
      move(hdu);
      vi.advanceTimersByTime(100);
    }
    expect([saved, remembered]).toEqual([
      [2, 5, 8],
      [2, 5, 8],
    ]);
    vi.advanceTimersByTime(300);
    expect([saved.at(-1), remembered.at(-1)]).toEqual([9, 9]);
  });

  test('keeps what is left when the page goes, and nothing twice', () => {
    const { saved, remembered, page, move } = keeper();
    page.dispatchEvent(new Event('pagehide'));
    move(1);
    page.dispatchEvent(new Event('visibilitychange'));
    expect([saved, remembered]).toEqual([[1], [1]]);
    move(1);
    page.dispatchEvent(new Event('pagehide'));
    vi.advanceTimersByTime(5000);
    expect([saved, remembered]).toEqual([[1], [1]]);
  });

  test('keeps nothing while there is nothing to keep', () => {
    const { saved, remembered, move } = keeper();
    move(undefined);
    vi.advanceTimersByTime(5000);
    expect([saved, remembered]).toEqual([[], []]);
  });
});
