import type { Position } from '../image/view';

const CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;

/** The cursor for pulling a place away from a centre, both on the screen (y down). */
export function resizeCursor(centre: Position, at: Position): string {
  const angle = Math.atan2(at[1] - centre[1], at[0] - centre[0]);
  return CURSORS[((Math.round((4 * angle) / Math.PI) % 4) + 4) % 4] ?? 'move';
}
