import type { MenuControl } from '../ui/menu';
import { createMenu } from '../ui/menu';
import { mirrored, rotated } from './adjust';
import type { DisplayModel } from './display';
import type { ToolbarActions } from './toolbar-actions';

/** The toolbar's menus of commands. */

export type ZoomItem = 'fit' | 'one' | 'box';
export type ToolItem = 'crosshair' | 'colourBar' | 'cutout' | 'left' | 'right' | 'flip';
export type MoreItem = 'export' | 'download' | 'help';

/** On the button is the zoom itself. */
export function createZoomMenu(actions: ToolbarActions): MenuControl<ZoomItem> {
  return createMenu({
    label: 'Zoom',
    title: 'Screen pixels per image pixel',
    items: {
      fit: { label: 'Fit', key: '0', toggles: true, onChoose: () => actions.onZoom('fit') },
      one: { label: '1:1', key: '1', toggles: true, onChoose: () => actions.onZoom('one') },
      box: {
        label: 'Zoom to a box',
        key: 'Z',
        toggles: true,
        apart: true,
        onChoose: () => actions.onBoxZoom(),
      },
    },
  });
}

export function createToolsMenu(
  actions: ToolbarActions,
  display: DisplayModel,
): MenuControl<ToolItem> {
  const rotate = (direction: 1 | -1): void =>
    display.change({ orientation: rotated(display.current.orientation, direction) });
  return createMenu({
    label: 'Tools',
    title: 'Crosshair, colour bar, cutout, and which way up the picture is',
    icon: 'crosshair',
    items: {
      crosshair: {
        label: 'Crosshair',
        icon: 'crosshair',
        key: 'C',
        toggles: true,
        onChoose: () => actions.onCrosshair(),
      },
      colourBar: {
        label: 'Colour bar',
        icon: 'colour-bar',
        key: 'K',
        toggles: true,
        onChoose: () => actions.onColourBar(),
      },
      cutout: {
        label: 'Cutout…',
        icon: 'box',
        key: 'Shift+X',
        onChoose: () => actions.onCutout(),
      },
      left: {
        label: 'Rotate left',
        icon: 'turn-left',
        key: 'R',
        apart: true,
        onChoose: () => rotate(1),
      },
      right: {
        label: 'Rotate right',
        icon: 'turn-right',
        key: 'Shift+R',
        onChoose: () => rotate(-1),
      },
      flip: {
        label: 'Flip left to right',
        icon: 'flip',
        key: 'F',
        onChoose: () => display.change({ orientation: mirrored(display.current.orientation) }),
      },
    },
  });
}

export function createMoreMenu(actions: ToolbarActions): MenuControl<MoreItem> {
  return createMenu({
    label: 'More',
    icon: 'more',
    items: {
      export: {
        label: 'Export PNG…',
        icon: 'export',
        key: 'E',
        onChoose: () => actions.onExport(),
      },
      download: {
        label: 'Download to workspace',
        icon: 'download',
        onChoose: () => actions.onDownload(),
      },
      help: {
        label: 'Keys and gestures',
        icon: 'keys',
        key: '?',
        apart: true,
        onChoose: () => actions.onHelp(),
      },
    },
  });
}
