import type { Stroke } from '../ui/stroke';

/** What the keys do to the tree: the pattern for trees of the ARIA authoring practices. */
export interface TreeCommands {
  /** Chooses a row, and brings it in sight. */
  moveTo(row: number): void;
  /** Opens the chosen node, or goes to its first child where it is open. */
  right(): void;
  /** Closes the chosen node, or goes to its parent where it is closed. */
  left(): void;
  /** Shows the array, goes along an alias, or opens or closes. */
  activate(): void;
  toggle(): void;
  openSiblings(): void;
  copy(): void;
  menu(): void;
  search(): void;
  /** A character of the beginning of a key. */
  type(character: string): void;
}

export interface TreeKeyContext {
  /** −1 for none. */
  readonly row: number;
  readonly rows: number;
  /** Rows that have room. */
  readonly screen: number;
}

/** Does what a key asks for; false where it is no key of the tree. */
export function runTreeKey(
  stroke: Stroke,
  context: TreeKeyContext,
  commands: TreeCommands,
): boolean {
  const { key, shiftKey, altKey } = stroke;
  if (stroke.ctrlKey || stroke.metaKey) {
    return !altKey && runCommandKey(key.toLowerCase(), commands);
  }
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
    commands.menu();
    return true;
  }
  if (altKey) {
    return false;
  }
  const to = rowAfter(key, context);
  if (to !== undefined) {
    commands.moveTo(to);
    return true;
  }
  return runPlainKey(key, commands);
}

function runCommandKey(key: string, commands: TreeCommands): boolean {
  switch (key) {
    case 'c':
      commands.copy();
      return true;
    case 'f':
      commands.search();
      return true;
    default:
      return false;
  }
}

function runPlainKey(key: string, commands: TreeCommands): boolean {
  switch (key) {
    case 'ArrowRight':
      commands.right();
      return true;
    case 'ArrowLeft':
      commands.left();
      return true;
    case 'Enter':
      commands.activate();
      return true;
    case ' ':
      commands.toggle();
      return true;
    case '*':
      commands.openSiblings();
      return true;
    default:
      // Names of keys are longer than one character.
      if ([...key].length !== 1) {
        return false;
      }
      commands.type(key);
      return true;
  }
}

function rowAfter(key: string, { row, rows, screen }: TreeKeyContext): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + screen,
    PageUp: row - screen,
    Home: 0,
    End: rows - 1,
  };
  const to = Object.hasOwn(moves, key) ? moves[key] : undefined;
  return to === undefined || rows === 0 ? undefined : Math.min(Math.max(to, 0), rows - 1);
}
