import { describe, expect, test } from 'vitest';
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { mirrored, rotated } from '../../../webview/image/adjust';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import type { KeyActions } from '../../../webview/image/key-bindings';
import { KEY_BINDINGS, bindingOf } from '../../../webview/image/key-bindings';
import { turn } from '../../../webview/image/orientation';

function actions(pinned = false): { calls: unknown[]; display: DisplayModel; all: KeyActions } {
  const calls: unknown[] = [];
  const display = new DisplayModel(displayOf(DISPLAY_DEFAULTS));
  const told =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args]);
  const all: KeyActions = {
    display,
    onStructure: told('structure'),
    onInspector: told('inspector'),
    onZoom: told('zoom'),
    onBoxZoom: told('box'),
    onCrosshair: told('crosshair'),
    onColourBar: told('colourBar'),
    onMask: told('mask'),
    onExport: told('export'),
    onHelp: told('help'),
    onResetColours: told('reset'),
    onCutout: told('cutout'),
    onGrid: told('grid'),
    onGoTo: told('place'),
    onMeasure: told('measure'),
    onContours: told('contours'),
    onOtherPicture: told('other'),
    onBlink: told('blink'),
    onLink: told('link'),
    pan: told('pan'),
    nudge: (right, up) => {
      calls.push(['nudge', right, up]);
      return pinned;
    },
    step: told('step'),
    sliceStep: told('slice'),
    slicePlay: told('play'),
    showTab: told('tab'),
    escape: told('escape'),
  };
  return { calls, display, all };
}

const press = (all: KeyActions, ...keys: readonly string[]): void => {
  for (const key of keys) {
    bindingOf(key)?.run(all, key);
  }
};

describe('keys', () => {
  test('each stands for one thing and is said in the overview', () => {
    const keys = KEY_BINDINGS.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { shown, does } of KEY_BINDINGS) {
      expect(shown.length).toBeGreaterThan(0);
      expect(does).not.toBe('');
    }
  });

  test('do what they say', () => {
    const { calls, all } = actions();
    press(all, 'ArrowLeft', 'ArrowUp', '+', '=', '-', '0', '1', '[', ']', 'h', 'x', '?', 'Escape');
    press(all, 'q', 'w', 'Q', 'W', 'a');
    expect(calls).toEqual([
      ['pan', -0.2, 0],
      ['pan', 0, 0.2],
      ['zoom', 'in'],
      ['zoom', 'in'],
      ['zoom', 'out'],
      ['zoom', 'fit'],
      ['zoom', 'one'],
      ['step', -1],
      ['step', 1],
      ['tab', 'header'],
      ['tab', 'pixels'],
      ['help'],
      ['escape'],
      ['slice', 0, -1],
      ['slice', 0, 1],
      ['slice', 1, -1],
      ['slice', 1, 1],
      ['play'],
    ]);
  });

  test('with Shift, arrows move a pinned crosshair, else the view a little', () => {
    const free = actions(false);
    press(free.all, 'Shift+ArrowDown');
    expect(free.calls).toEqual([
      ['nudge', 0, -1],
      ['pan', 0, -0.02],
    ]);
    const pinned = actions(true);
    press(pinned.all, 'Shift+ArrowRight');
    expect(pinned.calls).toEqual([['nudge', 1, 0]]);
  });

  test('change the display, round and round and within bounds', () => {
    const { display, all } = actions();
    press(all, 'n', 'n', 'N', 'l', 'i', '.', '>');
    expect(display.current).toMatchObject({
      colourMap: 'heat',
      stretch: 'sqrt',
      inverted: true,
      bias: 0.52,
    });
    expect(display.current.contrast).toBeCloseTo(10 ** 0.1, 12);
    press(all, 'L', 'L');
    expect(display.current.stretch).toBe('histogram');
    press(all, '<');
    expect(display.current.contrast).toBe(1);
    press(all, ...Array<string>(60).fill(','), ...Array<string>(60).fill('>'));
    expect(display.current).toMatchObject({ bias: 0, contrast: 10 });
    display.change({ contrast: 0 });
    press(all, '>');
    expect(display.current.contrast).toBeGreaterThan(0);
  });
});

describe('the picture on the screen', () => {
  const image = { width: 5, height: 3 };
  const seen = { turns: 1, flipped: true } as const;
  const corner = turn([4, 0], image, seen);

  test('is mirrored left to right, however it is turned', () => {
    for (const turns of [0, 1, 2, 3] as const) {
      for (const flipped of [false, true]) {
        const before = turn([4, 0], image, { turns, flipped });
        const after = turn([4, 0], image, mirrored({ turns, flipped }));
        const width = turns % 2 === 0 ? image.width : image.height;
        expect(after).toEqual([width - 1 - before[0], before[1]]);
      }
    }
  });

  test('turns counter-clockwise to the left, and comes round', () => {
    // The picture seen is 3 wide and 5 high: turned left, what was its top is its left side.
    expect(turn([4, 0], image, rotated(seen, 1))).toEqual([4 - corner[1], corner[0]]);
    let orientation: Parameters<typeof rotated>[0] = seen;
    for (let k = 0; k < 4; k++) {
      orientation = rotated(orientation, -1);
    }
    expect(orientation).toEqual(seen);
  });
});
