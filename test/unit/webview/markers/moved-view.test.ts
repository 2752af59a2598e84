import { describe, expect, it } from 'vitest';
import { Camera } from '../../../../webview/image/camera';
import { type MarkerView, markerView } from '../../../../webview/markers/marker-view';
import { shiftOf } from '../../../../webview/markers/moved-view';

function cameraAt(turns: 0 | 1 | 2 | 3, flipped: boolean): Camera {
  const camera = new Camera();
  camera.image = { width: 4000, height: 3000 };
  camera.orientation = { turns, flipped };
  camera.canvas = { width: 800, height: 500 };
  camera.choose({ centre: [1234.3, 1789.1], zoom: 2 });
  return camera;
}
const viewOf = (camera: Camera): MarkerView => markerView(camera) as MarkerView;

describe.each([
  [0, false],
  [1, false],
  [2, true],
  [3, true],
] as const)('what was drawn, turned by %i, mirrored %s', (turns, flipped) => {
  it.each([
    [2, 60, -33],
    [2.7, 10, 25],
    [1.3, -5, 8],
  ])('lies where the picture is at zoom %f', (zoom, right, down) => {
    const camera = cameraAt(turns, flipped);
    const drawn = viewOf(camera);
    const positions = [
      [1234, 1789],
      [1300.25, 1700.5],
    ] as const;
    const before = positions.map((position) => camera.canvasPosition(position) ?? [NaN, NaN]);
    camera.pan(right, down);
    camera.zoomTo(zoom);
    const shift = shiftOf(drawn, viewOf(camera));
    expect(shift?.scale).toBe(zoom / 2);
    positions.forEach((position, n) => {
      const now = camera.canvasPosition(position) ?? [NaN, NaN];
      [0, 1].forEach((k) => {
        const onCanvas = (before[n]?.[k] as number) + (drawn.margin[k] as number);
        const at = (shift?.corner[k] as number) + (zoom / 2) * onCanvas;
        expect(Math.abs(at - (now[k] as number))).toBeLessThan(1e-6);
      });
    });
  });
});

it('is moved as far as its margin goes', () => {
  const camera = cameraAt(0, false);
  const drawn = viewOf(camera);
  expect(drawn.margin).toEqual([160, 100]);
  expect(shiftOf(drawn, viewOf(camera))?.spare).toBe(1);
  camera.pan(0, 50);
  expect(shiftOf(drawn, viewOf(camera))?.spare).toBe(0.5);
  camera.pan(161, 0);
  expect(shiftOf(drawn, viewOf(camera))?.spare).toBeLessThan(0);
});

it('cannot be moved where the picture is turned, or its canvas has another size', () => {
  const drawn = viewOf(cameraAt(0, false));
  expect(shiftOf(drawn, viewOf(cameraAt(1, false)))).toBeUndefined();
  expect(shiftOf(drawn, viewOf(cameraAt(0, true)))).toBeUndefined();
  const camera = cameraAt(0, false);
  camera.canvas = { width: 801, height: 500 };
  expect(shiftOf(drawn, viewOf(camera))).toBeUndefined();
});
