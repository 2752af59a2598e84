import type { Camera } from '../image/camera';
import type { RingedPoint } from './marked-point';
import { sizesOf } from './marker-style';

/** A light ring between two dark ones, about a marker. */
export function drawRing(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { drawn, point, selected }: RingedPoint,
): void {
  const { positions, shares } = drawn.points;
  const x = positions[2 * point];
  const y = positions[2 * point + 1];
  const at = x === undefined || y === undefined ? undefined : camera.canvasPosition([x, y]);
  if (at === undefined) {
    return;
  }
  const ratio = devicePixelRatio;
  const [faint, bright] = sizesOf(drawn.style, shares !== undefined);
  const size = faint + ((bright - faint) * (shares?.[point] ?? 255)) / 255;
  context.beginPath();
  context.arc(...at, (size / 2 + (selected ? 5 : 3)) * ratio, 0, 2 * Math.PI);
  context.lineWidth = (selected ? 5 : 3.5) * ratio;
  context.strokeStyle = 'rgb(0 0 0 / 65%)';
  context.stroke();
  context.lineWidth = (selected ? 2.5 : 1.5) * ratio;
  context.strokeStyle = 'rgb(255 255 255)';
  context.stroke();
}
