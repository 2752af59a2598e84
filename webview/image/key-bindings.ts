import { mirrored, movedBias, nextColourMap, nextStretch, rotated, scaledContrast } from './adjust';
import type { Display, DisplayModel } from './display';
import type { InspectorTab } from './state';
import type { ToolbarActions } from './toolbar-actions';

export interface KeyActions extends Omit<
  ToolbarActions,
  'onHdu' | 'onMode' | 'onLimits' | 'onDownload'
> {
  readonly display: DisplayModel;
  /** Moves the view by a share of the canvas. */
  pan(right: number, up: number): void;
  /** Moves the pinned crosshair by pixels; false where none is pinned. */
  nudge(right: number, up: number): boolean;
  /** Goes to the HDU before or after. */
  step(direction: 1 | -1): void;
  /** Steps on an axis of a cube, counted from 0 among those that have anything to choose. */
  sliceStep(axis: number, by: 1 | -1): void;
  /** Plays the slices of a cube, or stops. */
  slicePlay(): void;
  /** The coordinate grid, on or off. */
  onGrid(): void;
  /** Asks for a place to go to. */
  onGoTo(): void;
  /** Distances are measured with the pointer, or no longer. */
  onMeasure(): void;
  onContours(): void;
  /** Of two pictures that are matched, the other one. */
  onOtherPicture(): void;
  onBlink(): void;
  onLink(): void;
  /** Shows a part of the inspector, or hides it where it is in sight. */
  showTab(tab: InspectorTab): void;
  /** Ends what is going on: a box being drawn, a mode, a pinned crosshair. */
  escape(): void;
}

export type KeyGroup = 'View' | 'Colours' | 'Picture' | 'Over the picture' | 'Panels';

export interface KeyBinding {
  /** As `KeyboardEvent.key` has them; arrows with `Shift+` where Shift is held. */
  readonly keys: readonly string[];
  /** How they are written for people. */
  readonly shown: readonly string[];
  readonly does: string;
  readonly group: KeyGroup;
  /** Keys that mean something to every control: the picture has them while it has the focus. */
  readonly ofPicture?: boolean;
  readonly run: (actions: KeyActions, key: string) => void;
}

/** Share of the canvas that an arrow key moves the view by; with Shift, a finger's width. */
const PAN = 0.2;
const PAN_FINE = 0.02;

export const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function pan(actions: KeyActions, key: string): void {
  const [right, up] = ARROWS[key] ?? [0, 0];
  actions.pan(right * PAN, up * PAN);
}

function panFinely(actions: KeyActions, key: string): void {
  const [right, up] = ARROWS[key.replace('Shift+', '')] ?? [0, 0];
  if (!actions.nudge(right, up)) {
    actions.pan(right * PAN_FINE, up * PAN_FINE);
  }
}

/** A pair of keys: the first goes back, the second forward. */
const back = (keys: readonly [string, string], key: string): 1 | -1 => (key === keys[0] ? -1 : 1);

function adjusting(
  keys: readonly [string, string],
  shown: readonly string[],
  does: string,
  change: (display: Display, direction: 1 | -1) => Partial<Display>,
): KeyBinding {
  return {
    keys,
    shown,
    does,
    group: 'Colours',
    run: ({ display }, key) => display.change(change(display.current, back(keys, key))),
  };
}

function slicing(
  keys: readonly [string, string],
  shown: readonly string[],
  does: string,
  axis: number,
): KeyBinding {
  return {
    keys,
    shown,
    does,
    group: 'Picture',
    run: (actions, key) => actions.sliceStep(axis, back(keys, key)),
  };
}

function over(key: string, does: string, run: KeyBinding['run']): KeyBinding {
  const shown = key === key.toUpperCase() ? `Shift+${key}` : key.toUpperCase();
  return { keys: [key], shown: [shown], does, group: 'Over the picture', run };
}

function tab(key: string, does: string, name: InspectorTab): KeyBinding {
  return {
    keys: [key],
    shown: [key.toUpperCase()],
    does,
    group: 'Panels',
    run: (actions) => actions.showTab(name),
  };
}

/** Every key of the viewer: what the keyboard runs, and what the overview of the keys lists. */
export const KEY_BINDINGS: readonly KeyBinding[] = [
  {
    keys: Object.keys(ARROWS),
    shown: ['←', '→', '↑', '↓'],
    does: 'Move the picture',
    group: 'View',
    ofPicture: true,
    run: pan,
  },
  {
    keys: Object.keys(ARROWS).map((arrow) => `Shift+${arrow}`),
    shown: ['Shift + arrow'],
    does: 'Move a little; move a pinned crosshair by a pixel',
    group: 'View',
    ofPicture: true,
    run: panFinely,
  },
  {
    keys: ['+', '=', '-', '\u2212'],
    shown: ['+', '−'],
    does: 'Zoom in, out',
    group: 'View',
    run: (actions, key) => actions.onZoom(key === '+' || key === '=' ? 'in' : 'out'),
  },
  {
    keys: ['0'],
    shown: ['0'],
    does: 'Fit',
    group: 'View',
    run: (actions) => actions.onZoom('fit'),
  },
  {
    keys: ['1'],
    shown: ['1'],
    does: 'One image pixel on one screen pixel',
    group: 'View',
    run: (actions) => actions.onZoom('one'),
  },
  {
    keys: ['z'],
    shown: ['Z'],
    does: 'Zoom to a box',
    group: 'View',
    run: (actions) => actions.onBoxZoom(),
  },
  {
    keys: ['r', 'R'],
    shown: ['R', 'Shift+R'],
    does: 'Rotate left, right',
    group: 'View',
    run: ({ display }, key) =>
      display.change({ orientation: rotated(display.current.orientation, key === 'r' ? 1 : -1) }),
  },
  {
    keys: ['f'],
    shown: ['F'],
    does: 'Flip left to right',
    group: 'View',
    run: ({ display }) => display.change({ orientation: mirrored(display.current.orientation) }),
  },
  adjusting(['L', 'l'], ['L', 'Shift+L'], 'Next, previous stretch', nextStretch),
  adjusting(['N', 'n'], ['N', 'Shift+N'], 'Next, previous colour map', nextColourMap),
  {
    keys: ['i'],
    shown: ['I'],
    does: 'Invert the colours',
    group: 'Colours',
    run: ({ display }) => display.change({ inverted: !display.current.inverted }),
  },
  adjusting([',', '.'], [',', '.'], 'Bias', movedBias),
  adjusting(['<', '>'], ['<', '>'], 'Contrast', scaledContrast),
  {
    keys: ['d'],
    shown: ['D'],
    does: 'Reset contrast and bias',
    group: 'Colours',
    run: (actions) => actions.onResetColours(),
  },
  {
    keys: ['['],
    shown: ['['],
    does: 'Previous HDU',
    group: 'Picture',
    run: (actions) => actions.step(-1),
  },
  {
    keys: [']'],
    shown: [']'],
    does: 'Next HDU',
    group: 'Picture',
    run: (actions) => actions.step(1),
  },
  slicing(['q', 'w'], ['Q', 'W'], 'Previous, next slice of a cube', 0),
  slicing(['Q', 'W'], ['Shift+Q', 'Shift+W'], 'The same on the second slice axis', 1),
  {
    keys: ['a'],
    shown: ['A'],
    does: 'Play the slices of a cube, or stop',
    group: 'Picture',
    run: (actions) => actions.slicePlay(),
  },
  {
    keys: ['c'],
    shown: ['C'],
    does: 'Crosshair',
    group: 'Picture',
    run: (actions) => actions.onCrosshair(),
  },
  {
    keys: ['k'],
    shown: ['K'],
    does: 'Colour bar',
    group: 'Picture',
    run: (actions) => actions.onColourBar(),
  },
  {
    keys: ['e'],
    shown: ['E'],
    does: 'Export PNG',
    group: 'Picture',
    run: (actions) => actions.onExport(),
  },
  {
    keys: ['Escape'],
    shown: ['Esc'],
    does: 'End the box zoom or a tool, close a form; unpin the crosshair',
    group: 'Picture',
    run: (actions) => actions.escape(),
  },
  {
    keys: ['s'],
    shown: ['S'],
    does: 'HDU list',
    group: 'Panels',
    run: (actions) => actions.onStructure(),
  },
  tab('h', 'Header', 'header'),
  tab('g', 'Histogram', 'histogram'),
  tab('t', 'Statistics', 'statistics'),
  tab('p', 'Profiles', 'profiles'),
  tab('x', 'Pixels', 'pixels'),
  {
    keys: ['T'],
    shown: ['Shift+T'],
    does: 'Tree of an ASDF file',
    group: 'Panels',
    run: (actions) => actions.showTab('tree'),
  },
  {
    keys: ['m'],
    shown: ['M'],
    does: 'Data-quality mask over the picture',
    group: 'Picture',
    run: (actions) => actions.onMask(),
  },
  over('y', 'Coordinate grid', (actions) => actions.onGrid()),
  over('o', 'Go to a coordinate or name', (actions) => actions.onGoTo()),
  over('u', 'Measure a distance', (actions) => actions.onMeasure()),
  over('v', 'Contours', (actions) => actions.onContours()),
  over('X', 'Cutout', (actions) => actions.onCutout()),
  over('b', 'The other one of two matched pictures', (actions) => actions.onOtherPicture()),
  over('B', 'Blink two matched pictures, or stop', (actions) => actions.onBlink()),
  over('Y', 'Link the views of viewers by the sky, or unlink', (actions) => actions.onLink()),
  tab('j', 'Regions', 'regions'),
  {
    keys: ['?'],
    shown: ['?'],
    does: 'These keys',
    group: 'Panels',
    run: (actions) => actions.onHelp(),
  },
];

/** The binding of a key, named as in the table. */
export function bindingOf(key: string): KeyBinding | undefined {
  return KEY_BINDINGS.find(({ keys }) => keys.includes(key));
}
