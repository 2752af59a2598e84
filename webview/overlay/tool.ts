import type { Position } from '../image/view';

/** How the pointer was pressed. */
export interface Press {
  readonly shift: boolean;
  readonly alt: boolean;
  /** The second of two presses in one place. */
  readonly double: boolean;
}

/** What follows a press that a tool took. Positions are canvas positions, in device pixels. */
export interface Grip {
  move(to: Position): void;
  /** @param moved false for a click: it never went far. */
  release(at: Position, moved: boolean): void;
  /** Something came between: a second finger, Escape. */
  abandon(): void;
}

/** Takes presses of the left button on the picture before the picture does. */
export interface PointerTool {
  /** Undefined leaves the press to the picture, which pans. */
  press(at: Position, how: Press): Grip | undefined;
  /** The pointer is there, not pressed, or has left. Gives the cursor it wants (CSS), if any. */
  hover(at: Position | undefined): string | undefined;
  /** Ends what is going on; false where nothing is. */
  escape(): boolean;
}
