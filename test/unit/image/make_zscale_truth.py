"""Writes zscale-truth.json: limits of astropy's ZScaleInterval for arrays of many kinds.

Run by hand: python3 test/unit/image/make_zscale_truth.py && npx prettier --write test/unit/image
"""

import json
from pathlib import Path

import astropy
import numpy as np
from astropy.visualization import ZScaleInterval

rng = np.random.default_rng(20261121)


def sky(size, dtype="float64"):
    """Noise on a background, with stars."""
    values = rng.normal(100, 5, size)
    stars = rng.random(size) < 0.03
    values[stars] += rng.exponential(2000, stars.sum())
    return values.round(3).astype(dtype)


def with_holes(values):
    values = values.copy()
    values[::7] = np.nan
    values[3::50] = np.inf
    values[4::61] = -np.inf
    return values


CASES = {
    "background with stars, one stride": sky(700),
    "exactly the number of samples": sky(1000),
    "just below two strides": sky(1999),
    "several strides": sky(3210),
    "even count of float32": sky(1000, "float32"),
    "odd count of float32": sky(801, "float32"),
    "NaN and infinities": with_holes(sky(1500)),
    "NaN in float32": with_holes(sky(900, "float32")),
    "a ramp": np.arange(500, dtype="float64"),
    "constant": np.full(100, 7.25),
    "two values": np.array([1.0, 9.0]),
    "one value": np.array([3.5]),
    "six values": np.array([5.0, 1.0, 4.0, 2.0, 3.0, 1000.0]),
    "most pixels rejected": np.concatenate([np.zeros(300), rng.random(200).round(4) ** 9 * 1e6]),
    "mostly zero": np.where(rng.random(1000) < 0.9, 0, 5.5),
    "small contrast on a large offset": (1e9 + sky(1200)),
    "very small values": sky(600) * 1e-20,
    "negative values": -sky(600),
    "uniform": rng.random(1100).round(5),
}


def number(value):
    value = float(value)
    return value if np.isfinite(value) else str(value)


def case(name, values):
    low, high = ZScaleInterval().get_limits(values)
    return {
        "name": name,
        "dtype": str(values.dtype),
        "values": [number(v) for v in values],
        "low": number(low),
        "high": number(high),
    }


truth = {
    "astropy": astropy.__version__,
    "numpy": np.__version__,
    "cases": [case(name, values) for name, values in CASES.items()],
}
path = Path(__file__).with_name("zscale-truth.json")
path.write_text(json.dumps(truth, separators=(",", ":")) + "\n")
