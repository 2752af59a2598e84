"""Writes statistics-truth.json: limits by astropy.visualization, counts by numpy, exact statistics.

Values are base64 of little-endian numbers, as Skybucket holds them: float32 for 8- and 16-bit integers.
Sums and squares are exact fractions, rounded once at the end.

Run by hand: python3 test/unit/image/make_statistics_truth.py && npx prettier --write test/unit/image
"""

import base64
import json
import math
from fractions import Fraction
from pathlib import Path

import astropy
import numpy as np
from astropy.visualization import (
    AsymmetricPercentileInterval,
    MinMaxInterval,
    PercentileInterval,
    ZScaleInterval,
)

rng = np.random.default_rng(20261203)


def sky(shape, dtype="float32"):
    """Noise on a background, with stars."""
    values = rng.normal(100, 5, shape)
    stars = rng.random(shape) < 0.03
    values[stars] += rng.exponential(2000, stars.sum())
    return values.astype(dtype)


def with_holes(values):
    values = values.copy()
    flat = values.ravel()
    flat[::7] = np.nan
    flat[3::50] = np.inf
    flat[4::61] = -np.inf
    return values


IMAGES = {
    "sky": sky((37, 53)),
    "sky of one row": sky((1, 1009)),
    "sky of one column": sky((701, 1)),
    "sky with NaN and infinities": with_holes(sky((31, 29))),
    "negative": -sky((23, 41)),
    "around zero": rng.normal(0, 1, (33, 47)).astype("float32"),
    "around zero with holes": with_holes(rng.normal(0, 1e-3, (17, 61)).astype("float32")),
    "16-bit integers": rng.poisson(900, (43, 27)).astype("int16"),
    "few integers": rng.integers(-3, 4, (19, 21)).astype("int16"),
    "32-bit integers": rng.integers(-(2**31), 2**31 - 1, (21, 25)).astype("int32"),
    "constant": np.full((9, 11), 7.25, "float32"),
    "constant tenth": np.full((20, 20), 0.1),
    "tiny": (sky((25, 33), "float64") * 1e-36).astype("float32"),
    "subnormal": (sky((15, 17), "float64") * 1e-42).astype("float32"),
    "huge": (sky((15, 19), "float64") * 1e34).astype("float32"),
    "wide range": np.exp(rng.normal(0, 12, (27, 31))).astype("float32"),
    "signed zeros": np.array([[0.0, -0.0, 0.0], [-0.0, -0.0, 1.0]], "float32"),
    "one pixel": np.array([[3.5]], "float32"),
    "two pixels": np.array([[9.0, -1.5]], "float32"),
    "one finite pixel": np.array([[np.nan, np.inf, 4.0, -np.inf]], "float32"),
    "small noise on a large offset": 1e9 + rng.normal(0, 1e-3, (39, 43)),
    "large offset in float32": (1e9 + 1000 * rng.normal(0, 1, (39, 43))).astype("float32"),
    "sums that cancel": np.concatenate([[1e16], rng.normal(0, 1, 499), [-1e16]]).reshape(3, 167),
    "doubles beyond float32": with_holes(rng.normal(0, 1, (21, 23)) * 1e120),
}

PERCENTS = [100, 99.9, 99.5, 99, 98, 95, 90, 50]
ASYMMETRIC = [(0.25, 99.75), (1, 99.9), (10, 60), (0, 50), (33.33, 66.67)]


def number(value):
    value = float(value)
    return value if np.isfinite(value) else str(value)


def limits(interval, values):
    low, high = interval.get_limits(values)
    return [number(low), number(high)]


def held(values):
    """As Skybucket holds the values."""
    types = {"float32": "<f4", "int16": "<f4"}
    return values.astype(types.get(str(values.dtype), "<f8"))


def placed(values, index):
    y, x = np.unravel_index(index, values.shape)
    return {"value": number(values[y, x]), "x": int(x), "y": int(y)}


def squared_distance(values, mean):
    return sum((Fraction(float(v)) - mean) ** 2 for v in values)


def statistics(values):
    finite = values[np.isfinite(values)].astype("float64")
    total = sum(Fraction(float(v)) for v in finite)
    mean = total / len(finite)
    variance = squared_distance(finite, mean) / len(finite)
    # The root of a variance that a double cannot hold, scaled by a power of two.
    scale = Fraction(2) ** (2 * (int(math.log2(np.abs(finite).max() or 1))))
    only_finite = np.where(np.isfinite(values), values, np.nan)
    return {
        "finite": len(finite),
        "infinite": int(np.isinf(values).sum()),
        "sum": float(total),
        "mean": float(mean),
        "deviation": math.sqrt(variance / scale) * math.sqrt(scale),
        "median": float(np.median(finite)),
        "min": placed(values, np.nanargmin(only_finite)),
        "max": placed(values, np.nanargmax(only_finite)),
    }


def image(name, values):
    as_held = held(values)
    return {
        "name": name,
        "width": values.shape[1],
        "dtype": {"f4": "float32", "f8": "float64"}[as_held.dtype.str[1:]],
        "values": base64.b64encode(as_held.tobytes()).decode("ascii"),
        "minmax": limits(MinMaxInterval(), values),
        "zscale": limits(ZScaleInterval(), values),
        "percentiles": [
            {"percent": p, "limits": limits(PercentileInterval(p), as_held.astype("float64"))}
            for p in PERCENTS
        ],
        "asymmetric": [
            {"between": pair, "limits": limits(AsymmetricPercentileInterval(*pair), as_held.astype("float64"))}
            for pair in ASYMMETRIC
        ],
        "statistics": statistics(as_held),
    }


def histogram(name, low, high, bins):
    values = held(IMAGES[name]).astype("float64").ravel()
    finite = values[np.isfinite(values)]
    counts, edges = np.histogram(finite, bins=bins, range=(low, high))
    return {
        "name": name,
        "low": low,
        "high": high,
        "bins": bins,
        "counts": counts.tolist(),
        "below": int((finite < edges[0]).sum()),
        "above": int((finite > edges[-1]).sum()),
        "finite": len(finite),
        "missing": int(np.isnan(values).sum()),
    }


truth = {
    "astropy": astropy.__version__,
    "numpy": np.__version__,
    "images": [image(name, values) for name, values in IMAGES.items()],
    "histograms": [
        histogram("sky", 85, 130, 64),
        histogram("sky", 0, 1e5, 7),
        histogram("sky with NaN and infinities", 90, 110, 50),
        histogram("16-bit integers", 800, 1000, 200),
        histogram("16-bit integers", 800, 1000, 33),
        histogram("few integers", -3, 3, 6),
        histogram("few integers", -3, 3, 60),
        histogram("few integers", -1, 1, 1),
        histogram("few integers", -0.3, 0.6, 9),
        histogram("around zero", -0.1, 0.7, 100),
        histogram("around zero", 5, 6, 10),
        histogram("constant", 7.25, 7.25, 10),
        histogram("constant", 0, 7.25, 10),
        histogram("tiny", 9e-35, 1.1e-34, 40),
        histogram("large offset in float32", 999_997_952, 1_000_002_048, 64),
    ],
}
path = Path(__file__).with_name("statistics-truth.json")
path.write_text(json.dumps(truth) + "\n")
