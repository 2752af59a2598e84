import { describe, expect, test } from 'vitest';
import { Aim } from '../../../webview/image/aim';
import { Camera } from '../../../webview/image/camera';

const NEAR = 6;

/** An image of 100 × 100 pixels, 8 device pixels each, seen from pixel 0 on. */
function rig(zoom = 8): { camera: Camera; aim: Aim } {
  const camera = new Camera();
  camera.image = { width: 100, height: 100 };
  camera.canvas = { width: 800, height: 800 };
  camera.choose({ centre: [49.5, 49.5], zoom });
  return { camera, aim: new Aim(camera) };
}

describe('Aim', () => {
  test('is at the pixel under the pointer, and at none beside the image', () => {
    const { aim } = rig();
    expect(aim.pixel).toBeUndefined();
    aim.hover = [12, 795];
    expect(aim.pixel).toEqual([1, 0]);
    aim.hover = [-3, 5];
    expect(aim.pixel).toBeUndefined();
  });

  test('is in the middle for the keyboard, unless there is a pointer', () => {
    const { aim } = rig();
    aim.byKeyboard = true;
    expect(aim.pixel).toEqual([50, 49]);
    aim.hover = [12, 795];
    expect(aim.pixel).toEqual([1, 0]);
  });

  test('a click pins the crosshair, only while it is shown, and unpins it where it is', () => {
    const { aim } = rig();
    aim.click([400, 400], NEAR);
    expect(aim.pinned).toBeUndefined();
    aim.crosshair = { shown: true, pixel: undefined };
    aim.click([12, 795], NEAR);
    expect(aim.crosshair).toEqual({ shown: true, pixel: [1, 0] });
    aim.hover = [400, 400];
    expect(aim.pixel).toEqual([1, 0]);
    aim.click([100, 795], NEAR);
    expect(aim.pinned).toEqual([12, 0]);
    aim.click([100, 795], NEAR);
    expect(aim.pinned).toBeUndefined();
    expect(aim.pixel).toEqual([50, 49]);
  });

  test('is nowhere between two images, and the pinned pixel waits for the next', () => {
    const { aim, camera } = rig();
    aim.crosshair = { shown: true, pixel: [3, 4] };
    camera.image = undefined;
    expect(aim.pixel).toBeUndefined();
    camera.image = { width: 100, height: 100 };
    expect(aim.pixel).toEqual([3, 4]);
  });

  test('a click near a small pixel is on it', () => {
    const { aim, camera } = rig(1);
    camera.choose({ centre: [49.5, 49.5], zoom: 1 });
    aim.crosshair = { shown: true, pixel: [50, 50] };
    aim.click([405, 396], NEAR);
    expect(aim.pinned).toBeUndefined();
  });

  test('nudges the pinned pixel, else the middle one, and stays on the image and in sight', () => {
    const { aim, camera } = rig();
    expect(aim.nudge(1, 0)).toBe(false);
    aim.crosshair = { shown: true, pixel: undefined };
    expect(aim.nudge(1, 0)).toBe(true);
    expect(aim.pinned).toEqual([51, 49]);
    camera.choose({ centre: [49.5, 49.5], zoom: 64 });
    for (let step = 0; step < 60; step++) {
      aim.nudge(1, 1);
    }
    expect(aim.pinned).toEqual([99, 99]);
    const [x = 0, y = 0] = camera.canvasPosition([99, 99]) ?? [];
    expect(x).toBeLessThan(800);
    expect(y).toBeGreaterThan(0);
  });

  test('hiding the crosshair unpins it, and so does an image that has no such pixel', () => {
    const { aim, camera } = rig();
    aim.crosshair = { shown: true, pixel: [99, 3] };
    aim.bound();
    expect(aim.pinned).toEqual([99, 3]);
    camera.image = { width: 99, height: 99 };
    aim.bound();
    expect(aim.crosshair).toEqual({ shown: true, pixel: undefined });
    expect(aim.unpin()).toBe(false);
    aim.crosshair = { shown: false, pixel: [1, 1] };
    expect(aim.pinned).toBeUndefined();
  });
});
