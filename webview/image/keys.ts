export interface KeyActions {
  pan(right: number, up: number): void;
  zoom(to: 'in' | 'out' | 'fit' | 'one'): void;
  toggleHeader(): void;
  toggleStructure(): void;
  step(direction: 1 | -1): void;
}

/** Share of the canvas that an arrow key moves the view by; with Shift, a finger's width. */
const PAN = 0.2;
const PAN_FINE = 0.02;

/** The viewer's keys. They are letters of a page, so they keep away from fields and lists. */
export function listenToKeys(canvas: HTMLElement, actions: KeyActions): void {
  const anywhere: Record<string, () => void> = {
    '+': () => actions.zoom('in'),
    '=': () => actions.zoom('in'),
    '-': () => actions.zoom('out'),
    '0': () => actions.zoom('fit'),
    '1': () => actions.zoom('one'),
    h: () => actions.toggleHeader(),
    s: () => actions.toggleStructure(),
    '[': () => actions.step(-1),
    ']': () => actions.step(1),
  };
  document.addEventListener('keydown', (event) => {
    if (isChord(event) || event.defaultPrevented || types(event)) {
      return;
    }
    const action = Object.hasOwn(anywhere, event.key) ? anywhere[event.key] : undefined;
    if (action !== undefined) {
      event.preventDefault();
      action();
    }
  });
  canvas.addEventListener('keydown', (event) => {
    const by = event.shiftKey ? PAN_FINE : PAN;
    const move = {
      ArrowLeft: [-by, 0],
      ArrowRight: [by, 0],
      ArrowUp: [0, by],
      ArrowDown: [0, -by],
    }[event.key];
    if (move !== undefined && !isChord(event)) {
      event.preventDefault();
      actions.pan(move[0] ?? 0, move[1] ?? 0);
    }
  });
}

/** Whether a modifier makes another command of the key. AltGr, which types `[`, looks like Ctrl+Alt. */
function isChord(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  return modified && !event.getModifierState('AltGraph');
}

/** Whether the key goes to a control that takes text. */
function types(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement &&
        ['INPUT', 'TEXTAREA', 'VSCODE-TEXT-FIELD', 'VSCODE-DROPDOWN'].includes(target.tagName),
    );
}
