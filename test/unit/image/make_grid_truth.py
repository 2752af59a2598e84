"""Writes grid-truth.json: block means of a small image, by numpy's nanmean.

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


def means(step, box=(0, 0, WIDTH, HEIGHT)):
    x0, y0, x1, y1 = box
    blocks = [
        image[y : min(y + step, y1), x : min(x + step, x1)]
        for y in range(y0, y1, step)
        for x in range(x0, x1, step)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of an empty block
        values = [number(np.float32(np.nanmean(block))) for block in blocks]
    return {"box": box, "step": step, "values": values}


truth = {
    "width": WIDTH,
    "height": HEIGHT,
    "image": [number(v) for v in image.ravel()],
    "grids": [means(2), means(4), means(8), means(64), means(4, (3, 5, 30, 22))],
}
path = Path(__file__).with_name("grid-truth.json")
path.write_text(json.dumps(truth) + "\n")
