import type { Picture } from '../image/picture';
import type { RegionModel } from './region-model';
import { onScreen } from './on-screen';
import type { RegionPointer } from './region-pointer';
import { movedShape } from './shape-edit';

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Pixels that an arrow moves by, and one with Shift held. */
const STEP = 1;
const LONG_STEP = 10;

export interface RegionKeyActions {
  copy(): void;
  paste(): void;
  duplicate(): void;
}

/** Undo and redo have the same keys in the tab of the regions, but for its fields, which have their own. */
export function listenToUndoKeys(tab: HTMLElement, model: RegionModel): void {
  tab.addEventListener('keydown', (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, target } = event;
    const isField = target instanceof Element && target.matches('input, textarea');
    if ((ctrlKey || metaKey) && !altKey && !isField && travel(model, key, shiftKey)) {
      event.preventDefault();
    }
  });
}

function travel(model: RegionModel, key: string, shift: boolean): boolean {
  switch (key.toLowerCase()) {
    case 'z':
      return done(() => (shift ? model.redo() : model.undo()));
    case 'y':
      return done(() => model.redo());
    default:
      return false;
  }
}

/** The keys of regions on the picture, before those of the picture itself. Escape is the picture's. */
export function listenToRegionKeys(
  picture: Picture,
  model: RegionModel,
  pointer: RegionPointer,
  actions: RegionKeyActions,
): void {
  picture.canvas.addEventListener('keydown', (event) => {
    // Another tool that has taken the pointer has the keys too.
    const isOurs = picture.tool === pointer && model.hasImage;
    const chord = event.ctrlKey || event.metaKey;
    if (!isOurs || event.altKey || event.defaultPrevented) {
      return;
    }
    const taken = chord ? onChord(event) : onKey(event);
    if (taken) {
      event.preventDefault();
    }
  });

  const onChord = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const isSelected = model.selected !== undefined;
    switch (key.toLowerCase()) {
      case 'z':
      case 'y':
        return travel(model, key, shiftKey);
      case 'c':
        return isSelected && done(() => actions.copy());
      case 'v':
        return model.copied !== undefined && done(() => actions.paste());
      case 'd':
        return isSelected && done(() => actions.duplicate());
      default:
        return false;
    }
  };

  const onKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const { selected } = model;
    if (key === 'Enter') {
      return pointer.closePolygon() || placeOne();
    }
    if (key === 'Delete' || key === 'Backspace') {
      return (
        pointer.dropVertex() ||
        pointer.removeVertex() ||
        (selected !== undefined && done(() => model.remove(selected)))
      );
    }
    const arrow = Object.hasOwn(ARROWS, key) ? ARROWS[key] : undefined;
    return arrow !== undefined && nudge(arrow, shiftKey ? LONG_STEP : STEP);
  };

  /** Where the keyboard looks, or the crosshair is. */
  const placeOne = (): boolean => {
    const pixel = picture.activePixel ?? picture.centrePixel;
    return pixel !== undefined && pointer.placeAt(pixel);
  };

  /** As the screen has it, whichever way up the picture is. */
  const nudge = ([right, down]: readonly [number, number], by: number): boolean => {
    const shape = model.selectedRegion?.shape;
    const screen = onScreen(picture.camera);
    if (shape === undefined || screen === undefined) {
      return false;
    }
    const [ux, uy] = across(screen.angle(0), right, down);
    const [vx, vy] = across(screen.angle(90), right, down);
    model.reshape(movedShape(shape, by * (ux + uy), by * (vx + vy)));
    return true;
  };
}

/** How far along an axis, seen at an angle, a step on the screen goes. */
function across(angle: number, right: number, down: number): readonly [number, number] {
  return [Math.round(Math.cos(angle)) * right, Math.round(Math.sin(angle)) * down];
}

function done(run: () => void): true {
  run();
  return true;
}
