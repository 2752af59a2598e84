import { wheelFactor } from '../../inspector/column/drag-range';

/** Positions in CSS pixels from the upper left corner of the element. */
export type Spot = readonly [x: number, y: number];

/** What a drag does. */
export type PlotTool = 'zoom' | 'pan' | 'box' | 'lasso';

export interface PlotPointerActions {
  onHover(at: Spot | undefined): void;
  onClick(at: Spot, adds: boolean): void;
  /** A box or a line is being drawn: its corners; undefined where there is none any more. */
  onDraw(tool: PlotTool, line: readonly Spot[] | undefined): void;
  onDrawn(tool: PlotTool, line: readonly Spot[], adds: boolean): void;
  onPan(from: Spot, to: Spot): void;
  onZoom(factor: number, at: Spot): void;
  onReset(): void;
}

/** How far a pressed pointer strays before it drags, and between two corners of a lasso. */
const SLOP = 3;

interface Drag {
  readonly tool: PlotTool;
  readonly line: Spot[];
  last: Spot;
  moved: boolean;
}

/**
 * A drag does what the tool is for; by another button, or with Shift where a drag zooms, it pans. The wheel zooms. A
 * selection that is made with Shift, or with Control, is added to the one there is.
 */
export function listenToPointer(
  element: HTMLElement,
  tool: () => PlotTool,
  actions: PlotPointerActions,
): void {
  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const adds = (event: MouseEvent): boolean => event.shiftKey || event.ctrlKey || event.metaKey;
  let drag: Drag | undefined;
  const end = (): void => {
    if (drag !== undefined) {
      actions.onDraw(drag.tool, undefined);
      drag = undefined;
    }
  };

  element.addEventListener('pointerdown', (event) => {
    const at = spotOf(event);
    const own = tool();
    const pans = event.button !== 0 || (event.shiftKey && own === 'zoom');
    drag = { tool: pans ? 'pan' : own, line: [at], last: at, moved: false };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    const at = spotOf(event);
    if (drag === undefined) {
      actions.onHover(at);
      return;
    }
    const [first = at] = drag.line;
    drag.moved ||= Math.hypot(at[0] - first[0], at[1] - first[1]) > SLOP;
    if (!drag.moved) {
      return;
    }
    if (drag.tool === 'pan') {
      actions.onPan(drag.last, at);
      drag.last = at;
    } else if (drag.tool === 'lasso') {
      if (Math.hypot(at[0] - drag.last[0], at[1] - drag.last[1]) > SLOP) {
        drag.line.push(at);
        drag.last = at;
      }
      actions.onDraw(drag.tool, [...drag.line, at]);
    } else {
      drag.last = at;
      actions.onDraw(drag.tool, [first, at]);
    }
  });
  element.addEventListener('pointerup', (event) => {
    const done = drag;
    end();
    if (done?.moved === false && event.button === 0) {
      actions.onClick(spotOf(event), adds(event));
    } else if (done?.moved === true && done.tool !== 'pan') {
      const [first = done.last] = done.line;
      const line = done.tool === 'lasso' ? [...done.line, spotOf(event)] : [first, spotOf(event)];
      actions.onDrawn(done.tool, line, adds(event));
    }
  });
  element.addEventListener('lostpointercapture', end);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && drag !== undefined) {
      event.stopImmediatePropagation();
      end();
    }
  });
  element.addEventListener('pointerleave', () => actions.onHover(undefined));
  element.addEventListener('dblclick', () => actions.onReset());
  element.addEventListener('contextmenu', (event) => event.preventDefault());
  element.addEventListener('mousedown', (event) => {
    // Otherwise the middle button would scroll, and Shift extend a selection elsewhere.
    if (event.button !== 0 || event.shiftKey) {
      event.preventDefault();
      element.focus({ preventScroll: true });
    }
  });
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      actions.onZoom(wheelFactor(event), spotOf(event));
    },
    { passive: false },
  );
}
