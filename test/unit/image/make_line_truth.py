"""Writes line-truth.json: mean, smallest and largest finite value of bins of a line, by numpy.

Run by hand: python3 test/unit/image/make_line_truth.py && npx prettier --write test/unit/image
"""

import base64
import json
from pathlib import Path

import numpy as np

rng = np.random.default_rng(4)
line = rng.normal(1e6, 40, 1009)
line[rng.random(line.size) < 0.1] = np.nan
line[64:96] = np.nan  # whole bins without a value
line[200] = np.inf
line[300] = -np.inf


def number(value):
    return float(value) if np.isfinite(value) else str(float(value))


def bins(x0, x1, step):
    parts = [line[x : min(x + step, x1)] for x in range(x0, x1, step)]
    finite = [part[np.isfinite(part)] for part in parts]

    def each(function):
        return [number(function(part)) if part.size else "nan" for part in finite]

    return {
        "x0": x0,
        "x1": x1,
        "points": len(parts),
        "step": step,
        "mean": each(np.mean),
        "min": each(np.min),
        "max": each(np.max),
    }


truth = {
    "line": base64.b64encode(line.astype("<f8").tobytes()).decode(),
    "bins": [bins(0, 1009, 32), bins(0, 1009, 1009), bins(5, 998, 19), bins(195, 205, 1)],
}
Path(__file__).with_name("line-truth.json").write_text(json.dumps(truth, indent=1))
