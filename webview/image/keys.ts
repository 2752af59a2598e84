import type { KeyActions } from './key-bindings';
import { ARROWS, bindingOf } from './key-bindings';

/** Runs the bindings. They are letters of a page, so they keep away from fields and lists. */
export function listenToKeys(canvas: HTMLElement, actions: KeyActions): void {
  document.addEventListener('keydown', (event) => {
    if (isChord(event) || event.defaultPrevented || takesKeys(event)) {
      return;
    }
    const isArrow = Object.hasOwn(ARROWS, event.key);
    const pressed = isArrow && event.shiftKey ? `Shift+${event.key}` : event.key;
    // With Caps Lock on, letters come as capitals; few of those mean something of their own.
    const key = bindingOf(pressed) === undefined ? pressed.toLowerCase() : pressed;
    const binding = bindingOf(key);
    const target = event.target;
    const onPicture = target === canvas || target === document.body;
    if (binding !== undefined && (onPicture || binding.ofPicture !== true)) {
      event.preventDefault();
      // Held down, a key repeats a step one way or the other; a switch, or an export, it runs once.
      if (!event.repeat || binding.keys.length > 1) {
        binding.run(actions, key);
      }
    }
  });
}

/** Whether a modifier makes another command of the key. AltGr, which types `[`, looks like Ctrl+Alt. */
function isChord(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  return modified && !event.getModifierState('AltGraph');
}

/** Controls that take letters, and open menus. */
const OWN_KEYS = 'input, textarea, vscode-text-field, vscode-dropdown, .popover';

function takesKeys(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some((target) => target instanceof Element && target.matches(OWN_KEYS));
}
