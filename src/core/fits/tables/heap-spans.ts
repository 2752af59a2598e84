import type { Span } from '../../bytes/source';
import type { HeapCell } from './heap-reader';

/** Arrays that are read together. */
export interface HeapPiece {
  readonly span: Span;
  readonly cells: readonly HeapCell[];
}

/** Arrays mostly follow on each other; one read for many is less work than the bytes between them. */
const NEAR = 512;
const LONGEST_PIECE = 2 ** 20;

/** Cells whose arrays lie side by side (or share bytes) in pieces of about a MB. */
export function heapPieces(cells: readonly HeapCell[]): HeapPiece[] {
  const pieces: { span: { offset: number; length: number }; cells: HeapCell[] }[] = [];
  let last: (typeof pieces)[number] | undefined;
  for (const cell of [...cells].sort((a, b) => a.offset - b.offset)) {
    const end = cell.offset + cell.length;
    const room = last && end - last.span.offset <= LONGEST_PIECE;
    if (last && room && cell.offset <= last.span.offset + last.span.length + NEAR) {
      last.span.length = Math.max(last.span.length, end - last.span.offset);
      last.cells.push(cell);
    } else {
      last = { span: { offset: cell.offset, length: cell.length }, cells: [cell] };
      pieces.push(last);
    }
  }
  return pieces;
}
