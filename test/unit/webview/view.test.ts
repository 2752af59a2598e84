import { describe, expect, test } from 'vitest';
import { Camera } from '../../../webview/image/camera';
import {
  clampView,
  fitView,
  imagePosition,
  panBy,
  pixelAt,
  place,
  visibleBox,
  zoomAt,
  zoomStep,
} from '../../../webview/image/view';

const canvas = { width: 800, height: 601 };
const image = { width: 2048, height: 1024 };

describe('place', () => {
  test('puts the corner of pixel (0, 0) between whole device pixels', () => {
    for (const zoom of [0.3, 0.5, 1, 1.7, 8]) {
      const placement = place({ centre: [100.3, 77.7], zoom }, canvas);
      expect(Number.isInteger(placement.left)).toBe(true);
      expect(Number.isInteger(placement.bottom)).toBe(true);
    }
  });

  test('at 1:1 gives every image pixel one device pixel', () => {
    const placement = place({ centre: [511.5, 300], zoom: 1 }, canvas);
    for (let x = 0; x < canvas.width; x++) {
      expect(pixelAt(placement, canvas, x, 0)[0]).toBe(x - placement.left);
    }
    for (let y = 0; y < canvas.height; y++) {
      expect(pixelAt(placement, canvas, 0, y)[1]).toBe(canvas.height - 1 - y - placement.bottom);
    }
  });
});

describe('the pixel under a canvas position', () => {
  const zoom = 8;
  const placement = place({ centre: [10, 20], zoom }, canvas);
  const left = placement.left + 10 * zoom;
  const lowest = canvas.height - 1 - (placement.bottom + 20 * zoom);

  test('begins and ends at the edges of the pixel, not at its middle', () => {
    expect(pixelAt(placement, canvas, left, lowest)).toEqual([10, 20]);
    expect(pixelAt(placement, canvas, left + 7.99, lowest - 7)).toEqual([10, 20]);
    expect(pixelAt(placement, canvas, left - 1, lowest)).toEqual([9, 20]);
    expect(pixelAt(placement, canvas, left + 8, lowest)).toEqual([11, 20]);
    expect(pixelAt(placement, canvas, left, lowest + 1)).toEqual([10, 19]);
    expect(pixelAt(placement, canvas, left, lowest - 8)).toEqual([10, 21]);
  });

  test('has its centre at whole image positions', () => {
    const middle = [left + zoom / 2, lowest + 1 - zoom / 2] as const;
    expect(imagePosition(placement, canvas, ...middle)).toEqual([10, 20]);
    expect(imagePosition(placement, canvas, left, lowest + 1)).toEqual([9.5, 19.5]);
  });

  test('y grows upward', () => {
    const low = pixelAt(placement, canvas, 400, 500)[1];
    expect(pixelAt(placement, canvas, 400, 100)[1]).toBe(low + 400 / zoom);
  });
});

describe('fit', () => {
  test('shows the whole image around its middle', () => {
    expect(fitView(image, canvas)).toEqual({ centre: [1023.5, 511.5], zoom: 800 / 2048 });
    expect(visibleBox(place(fitView(image, canvas), canvas), canvas, image)).toEqual({
      x0: 0,
      y0: 0,
      x1: 2048,
      y1: 1024,
    });
  });

  test('enlarges a small image by a whole number', () => {
    expect(fitView({ width: 60, height: 40 }, canvas).zoom).toBe(13);
    expect(fitView({ width: 1, height: 1 }, canvas).zoom).toBe(128);
  });
});

describe('moving', () => {
  test('zooming keeps what is under the pointer to half a device pixel', () => {
    let view = fitView(image, canvas);
    const before = imagePosition(place(view, canvas), canvas, 613, 95);
    for (const zoom of [0.5, 1, 3.3, 40]) {
      view = zoomAt(view, canvas, zoom, 613, 95);
      const after = imagePosition(place(view, canvas), canvas, 613, 95);
      expect(Math.abs(after[0] - before[0]) * zoom).toBeLessThan(0.5 * (1 + zoom / 0.39));
      expect(Math.abs(after[1] - before[1]) * zoom).toBeLessThan(0.5 * (1 + zoom / 0.39));
    }
  });

  test('panning moves the picture with the hand', () => {
    expect(panBy({ centre: [100, 100], zoom: 2 }, 10, 6)).toEqual({ centre: [95, 103], zoom: 2 });
  });

  test('the image cannot be lost, nor shrunk to nothing', () => {
    const { centre, zoom } = clampView({ centre: [-1e9, 1e9], zoom: 1e-9 }, image, canvas);
    expect(centre).toEqual([-0.5, 1023.5]);
    expect(zoom).toBe(800 / 2048 / 2);
    expect(clampView({ centre: [0, 0], zoom: 1e9 }, image, canvas).zoom).toBe(128);
  });

  test('steps lead from power to power of two', () => {
    expect(zoomStep(1, 1)).toBe(2);
    expect(zoomStep(1, -1)).toBe(0.5);
    expect(zoomStep(0.3, 1)).toBe(0.5);
    expect(zoomStep(0.3, -1)).toBe(0.25);
    expect(zoomStep(0.49999, 1)).toBe(1);
  });

  test('an image out of sight has no box', () => {
    expect(visibleBox({ zoom: 1, left: 800, bottom: 0 }, canvas, image)).toBeUndefined();
    expect(visibleBox({ zoom: 4, left: -10, bottom: -3 }, canvas, image)).toEqual({
      x0: 2,
      y0: 0,
      x1: 203,
      y1: 151,
    });
  });
});

describe('Camera', () => {
  test('fits until something is chosen, and follows the canvas while it does', () => {
    const camera = new Camera();
    camera.image = image;
    expect(camera.view).toBeUndefined();
    camera.canvas = canvas;
    expect(camera.view?.zoom).toBe(800 / 2048);
    expect(camera.chosen).toEqual({ centre: undefined, zoom: undefined });
    camera.canvas = { width: 1024, height: 1024 };
    expect(camera.view?.zoom).toBe(0.5);
    camera.zoomTo(1);
    expect(camera.chosen).toEqual({ centre: [1023.5, 511.5], zoom: 1 });
    camera.fit();
    expect(camera.view?.zoom).toBe(0.5);
  });

  test('knows the pixel at a position, and that there is none beside the image', () => {
    const camera = new Camera();
    camera.image = { width: 3, height: 3 };
    camera.canvas = { width: 30, height: 50 };
    expect(camera.centrePixel).toEqual([1, 1]);
    expect(camera.pixelAt([0, 39])).toEqual([0, 0]);
    expect(camera.pixelAt([29, 10])).toEqual([2, 2]);
    expect(camera.pixelAt([0, 9])).toBeUndefined();
    expect(camera.pixelAt([0, 40])).toBeUndefined();
  });
});
