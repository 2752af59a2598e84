import type { Region } from '../../src/protocol/region';
import type { Position } from '../image/view';
import type { OnScreen } from './on-screen';
import { cssColourOf, outlineOf } from './region-colours';
import { addOutline, addSlash } from './region-path';
import { boundsOf } from './shape-geometry';
import type { Handle } from './shape-handles';

/** Characters of a label on the picture; the panel has all of it. */
const LABEL_LENGTH = 60;
/** Half the sides of handles, in CSS pixels. */
const HANDLE = 3.5;
/** Device pixels around a shape beyond which it is not dashed: dashes of what is far out of sight are counted too. */
const LONGEST_DASHED = 20_000;

/** A polygon that is being drawn, and where the pointer is. */
export interface Draft {
  readonly vertices: readonly Position[];
  readonly next: Position | undefined;
}

export function paintSelected(
  context: CanvasRenderingContext2D,
  { shape, colour, include }: Region,
  screen: OnScreen,
  ratio: number,
): void {
  const path = new Path2D();
  addOutline(path, shape, screen, ratio);
  const css = cssColourOf(colour);
  context.lineJoin = 'round';
  // A light rim around the dark one: told from the others whatever their colour.
  context.setLineDash([]);
  strokeIn(context, path, 'rgb(255 255 255 / 70%)', 6.5 * ratio);
  strokeIn(context, path, css === '#000000' ? outlineOf(css) : 'rgb(0 0 0 / 80%)', 4.5 * ratio);
  const { x0, y0, x1, y1 } = boundsOf(shape);
  const isShort = (x1 - x0 + y1 - y0) * screen.zoom < LONGEST_DASHED;
  context.setLineDash(!include && isShort ? [5 * ratio, 3 * ratio] : []);
  strokeIn(context, path, css, 2 * ratio);
  context.setLineDash([]);
  if (!include) {
    const slash = new Path2D();
    addSlash(slash, shape, screen, ratio);
    strokeIn(context, slash, 'rgb(0 0 0 / 65%)', 3.5 * ratio);
    strokeIn(context, slash, cssColourOf('red'), 1.75 * ratio);
  }
}

function strokeIn(
  context: CanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  width: number,
): void {
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke(path);
}

/** @param chosen the vertex that Delete removes. */
export function paintHandles(
  context: CanvasRenderingContext2D,
  handles: readonly Handle[],
  chosen: number | undefined,
  screen: OnScreen,
  ratio: number,
): void {
  context.setLineDash([]);
  for (const { kind, index, at } of handles) {
    const [x, y] = screen.place(...at);
    const isEdge = kind === 'edge';
    const half = (isEdge ? HANDLE - 1 : HANDLE) * ratio;
    const path = new Path2D();
    if (kind === 'rotate' || isEdge) {
      path.arc(x, y, half + (isEdge ? 0 : 0.5 * ratio), 0, 2 * Math.PI);
    } else {
      path.rect(x - half, y - half, 2 * half, 2 * half);
    }
    context.fillStyle =
      kind === 'vertex' && index === chosen ? '#1a85ff' : isEdge ? '#c8c8c8' : '#ffffff';
    strokeIn(context, path, 'rgb(0 0 0 / 85%)', 2.5 * ratio);
    context.fill(path);
  }
}

export function paintLabel(
  context: CanvasRenderingContext2D,
  { shape, text, colour }: Region,
  screen: OnScreen,
  ratio: number,
  font: string,
): void {
  if (text === '') {
    return;
  }
  const { x0, y0, x1, y1 } = boundsOf(shape);
  const [ax, ay] = screen.place(x0, y0);
  const [bx, by] = screen.place(x1, y1);
  const shown = text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH)}…` : text;
  const css = cssColourOf(colour);
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.lineJoin = 'round';
  context.setLineDash([]);
  context.lineWidth = 3 * ratio;
  context.strokeStyle = outlineOf(css);
  const at = [(ax + bx) / 2, Math.min(ay, by) - 5 * ratio] as const;
  context.strokeText(shown, ...at);
  context.fillStyle = css;
  context.fillText(shown, ...at);
}

export function paintDraft(
  context: CanvasRenderingContext2D,
  draft: Draft | undefined,
  screen: OnScreen,
  ratio: number,
): void {
  if (draft === undefined) {
    return;
  }
  const { vertices, next } = draft;
  const path = new Path2D();
  for (const [at, vertex] of [...vertices, ...(next === undefined ? [] : [next])].entries()) {
    const [x, y] = screen.place(...vertex);
    if (at === 0) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }
  context.lineJoin = 'round';
  context.setLineDash([]);
  strokeIn(context, path, 'rgb(0 0 0 / 70%)', 3.5 * ratio);
  strokeIn(context, path, cssColourOf(''), 1.5 * ratio);
  const marks = vertices.map((at, index) => ({ kind: 'vertex', index, at }) as const);
  paintHandles(context, marks, 0, screen, ratio);
}
