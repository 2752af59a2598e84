import { describe, expect, test } from 'vitest';
import { Camera } from '../../../webview/image/camera';
import type { Orientation } from '../../../webview/image/orientation';
import { UPRIGHT } from '../../../webview/image/orientation';
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

  test('zooms to a box of the canvas', () => {
    const camera = cameraOf();
    camera.choose({ centre: [1000, 500], zoom: 1 });
    // 100 × 50 device pixels to the upper right of the middle of the canvas.
    camera.zoomToBox([500, 250], [400, 300.5]);
    expect(camera.chosen.zoom).toBeCloseTo(8, 9);
    expect(camera.chosen.centre?.[0]).toBeCloseTo(1049.5, 9);
    expect(camera.chosen.centre?.[1]).toBeCloseTo(525.25, 0);
    const box = camera.box;
    expect(box).toMatchObject({ x0: 1000, x1: 1100 });
  });

  test('reveals a pixel, moving only where it is out of sight, and then off the border', () => {
    const camera = cameraOf();
    camera.reveal([3, 3]);
    expect(camera.chosen.zoom).toBeUndefined();
    camera.choose({ centre: [1000, 500], zoom: 2 });
    camera.reveal([1100, 500]);
    expect(camera.chosen.centre).toEqual([1000, 500]);
    camera.reveal([1300, 500]);
    const [x, y] = camera.chosen.centre ?? [];
    // 400 device pixels less the margin of 25: 187.5 image pixels to the left of it.
    expect([x, y]).toEqual([1112.5, 500]);
    expect(camera.canvasPosition([1300, 500])?.[0]).toBe(775);
  });
});

const UPRIGHT_CANVAS = { width: 801, height: 601 };

function cameraOf(orientation: Orientation = UPRIGHT): Camera {
  const camera = new Camera();
  camera.image = image;
  camera.canvas = orientation === UPRIGHT ? canvas : UPRIGHT_CANVAS;
  camera.orientation = orientation;
  return camera;
}

const ORIENTATIONS: Orientation[] = [0, 1, 2, 3].flatMap((turns) =>
  [false, true].map((flipped) => ({ turns: turns as Orientation['turns'], flipped })),
);

describe.each(ORIENTATIONS)('a camera on an image turned $turns times, flipped: $flipped', (o) => {
  const upright = (): Camera => {
    const camera = cameraOf();
    camera.canvas = UPRIGHT_CANVAS;
    return camera;
  };

  test('keeps the image position in the middle when it is turned, and gives it back', () => {
    const camera = upright();
    camera.choose({ centre: [300.25, 700.5], zoom: 4 });
    camera.orientation = o;
    expect(camera.chosen).toEqual({ centre: [300.25, 700.5], zoom: 4 });
    expect(camera.centre?.[0]).toBeCloseTo(300.25, 9);
    expect(camera.centre?.[1]).toBeCloseTo(700.5, 9);
    expect(camera.pixelAt([400, 300])).toEqual(camera.centrePixel);
    camera.orientation = UPRIGHT;
    expect(camera.view).toEqual({ centre: [300.25, 700.5], zoom: 4 });
  });

  test('fits what is seen', () => {
    const camera = cameraOf(o);
    const [width, height] = o.turns % 2 === 0 ? [2048, 1024] : [1024, 2048];
    expect(camera.view?.zoom).toBe(Math.min(801 / width, 601 / height));
    expect(camera.box).toEqual({ x0: 0, y0: 0, x1: 2048, y1: 1024 });
  });

  test('knows the pixel at every canvas position, and the position of every pixel', () => {
    const camera = cameraOf(o);
    camera.choose({ centre: [300, 700], zoom: 8 });
    for (const at of [
      [400, 300],
      [12.5, 7],
      [799, 600],
    ] as const) {
      const pixel = camera.pixelAt(at) ?? [Number.NaN, Number.NaN];
      const middle = camera.canvasPosition(pixel) ?? [Number.NaN, Number.NaN];
      expect(Math.abs(Math.floor(at[0]) + 0.5 - middle[0])).toBeLessThan(4);
      expect(Math.abs(Math.floor(at[1]) + 0.5 - middle[1])).toBeLessThan(4);
      const position = camera.positionAt(middle) ?? [];
      expect(position[0]).toBeCloseTo(pixel[0], 9);
      expect(position[1]).toBeCloseTo(pixel[1], 9);
    }
  });

  test('pans and nudges as the screen has it', () => {
    const camera = cameraOf(o);
    camera.choose({ centre: [300, 700], zoom: 8 });
    const [x, y] = camera.canvasPosition([300, 700]) ?? [0, 0];
    camera.pan(16, -8);
    const moved = camera.canvasPosition([300, 700]) ?? [];
    expect([moved[0], moved[1]]).toEqual([x + 16, y - 8]);
    const beside = camera.pixelBeside([300, 700], 1, 2) ?? [0, 0];
    expect(camera.canvasPosition(beside)).toEqual([x + 16 + 8, y - 8 - 16]);
  });

  test('zooms about a canvas position', () => {
    const camera = cameraOf(o);
    camera.choose({ centre: [300, 700], zoom: 8 });
    const before = camera.positionAt([100, 500]) ?? [0, 0];
    camera.zoomTo(16, [100, 500]);
    const after = camera.positionAt([100, 500]) ?? [0, 0];
    expect(Math.abs(after[0] - before[0])).toBeLessThan(0.1);
    expect(Math.abs(after[1] - before[1])).toBeLessThan(0.1);
  });

  test('sees a box of pixels of the file, of which what the pointer is at matters most', () => {
    const camera = cameraOf(o);
    camera.choose({ centre: [300, 700], zoom: 10 });
    const { box, focus } = camera.sight([0, 0]) ?? {};
    const [across, up] = o.turns % 2 === 0 ? [81, 61] : [61, 81];
    expect((box?.x1 ?? 0) - (box?.x0 ?? 0)).toBeLessThanOrEqual(across + 1);
    expect((box?.x1 ?? 0) - (box?.x0 ?? 0)).toBeGreaterThanOrEqual(across);
    expect((box?.y1 ?? 0) - (box?.y0 ?? 0)).toBeGreaterThanOrEqual(up);
    const corner = camera.pixelAt([0, 0]) ?? [0, 0];
    expect(Math.round(focus?.[0] ?? 0)).toBeCloseTo(corner[0], 0);
    const inBox = box && corner[0] >= box.x0 && corner[0] < box.x1 && corner[1] >= box.y0;
    expect(inBox).toBe(true);
    expect([box?.x0, (box?.x1 ?? 0) - 1]).toContain(corner[0]);
    expect([box?.y0, (box?.y1 ?? 0) - 1]).toContain(corner[1]);
  });
});
