"""Writes grid-truth.json: block means of small images, by numpy's nanmean.

Run by hand: python3 test/unit/image/make_grid_truth.py && npx prettier --write test/unit/image
"""

import json
import warnings
from pathlib import Path

import numpy as np

rng = np.random.default_rng(7)
WIDTH, HEIGHT = 37, 23

image = rng.normal(10, 3, (HEIGHT, WIDTH)).round(4)
image[rng.random(image.shape) < 0.2] = np.nan
image[0:8, 8:16] = np.nan  # whole blocks without a value
image[20, 36] = np.inf
image[12, 4] = -np.inf


def number(value):
    value = float(value)
    return value if np.isfinite(value) else str(value)


def means(step, box=None, image=image):
    x0, y0, x1, y1 = box = box or (0, 0, image.shape[1], image.shape[0])
    blocks = [
        image[y : min(y + step, y1), x : min(x + step, x1)]
        for y in range(y0, y1, step)
        for x in range(x0, x1, step)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of an empty block
        values = [number(np.float32(np.nanmean(block))) for block in blocks]
    return {"box": box, "step": step, "values": values}


def pyramid(image):
    """The image and its means at every power of two, up to the one that holds it whole."""
    steps = [2]
    while steps[-1] < max(image.shape):
        steps.append(steps[-1] * 2)
    return {
        "width": image.shape[1],
        "height": image.shape[0],
        "image": [number(v) for v in image.ravel()],
        "levels": [means(step, image=image) for step in steps],
    }


def holed(height, width):
    image = rng.lognormal(0, 3, (height, width)).round(3)
    image[rng.random(image.shape) < 0.3] = np.nan
    return image


tall, flat, square = holed(67, 5), holed(3, 70), holed(32, 32)
tall[40, 2] = np.inf
tall[41, 2] = -np.inf  # their sum is no number, and nor is that of any block that holds both
square[0:16, 16:32] = np.nan


truth = {
    "width": WIDTH,
    "height": HEIGHT,
    "image": [number(v) for v in image.ravel()],
    "grids": [means(2), means(4), means(8), means(64), means(4, (3, 5, 30, 22))],
    "pyramids": [pyramid(plane) for plane in (image, tall, flat, square, holed(1, 1))],
}
path = Path(__file__).with_name("grid-truth.json")
path.write_text(json.dumps(truth) + "\n")
