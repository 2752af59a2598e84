"""Writes stretch-truth.json: the stretches of astropy.visualization and their inverses.

Run by hand: python3 test/unit/webview/make_stretch_truth.py && npx prettier --write test/unit/webview/*.json
"""

import json
from pathlib import Path

import numpy as np
from astropy import visualization as vis

T = np.concatenate([np.linspace(0, 1, 17), [1e-7, 1e-5, 1e-3, 0.999]])


def numbers(values):
    return [float(f"{v:.10g}") for v in values]


def case(stretch, a, astropys):
    return {
        "stretch": stretch,
        "a": a,
        "values": numbers(astropys(T.copy())),
        "inverse": numbers(astropys.inverse(T.copy())),
    }


formulas = [
    case("linear", 1, vis.LinearStretch()),
    case("sqrt", 1, vis.SqrtStretch()),
    case("squared", 1, vis.SquaredStretch()),
    *(case("log", a, vis.LogStretch(a)) for a in (0.01, 3, 1000, 1e6, 1e9)),
    *(case("asinh", a, vis.AsinhStretch(a)) for a in (1e-6, 0.01, 0.1, 1, 100)),
    *(case("sinh", a, vis.SinhStretch(a)) for a in (0.01, 1 / 3, 1, 100)),
    *(case("power", a, vis.PowerStretch(a)) for a in (0.1, 1.5, 3, 10)),
]

# All values and limits are multiples of a power of two, so that float32 has them exactly.
rng = np.random.default_rng(3)
data = np.sort(np.round(rng.lognormal(-2, 1, 401) * 1024) / 1024)
data[100:180] = data[100]  # a value many pixels have
data[[0, 40, 360]] = [0, 1 / 32, 0.5]
data[-1] = 8
data = np.sort(data)


def equalised(low, high):
    inside = data[(data >= low) & (data <= high)]
    assert inside[0] == low and inside[-1] == high  # else astropy normalises otherwise
    # Not on a multiple of 1/1024, where the curve may jump, but for values of the image.
    between = np.round(np.linspace(low, high, 65)[1:-1] * 1024) / 1024 + 1 / 4096
    x = np.concatenate([between, inside[::8], [low, high]])
    t = (x - low) / (high - low)
    return {"low": low, "high": high, "x": x.tolist(), "values": numbers(vis.HistEqStretch(inside)(t))}


truth = {
    "t": T.tolist(),
    "formulas": formulas,
    "data": data.tolist(),
    "histograms": [
        equalised(0, 8),
        equalised(0, 0.5),
        equalised(1 / 32, 0.5),
        equalised(float(data[100]), 8),
    ],
}
Path(__file__).with_name("stretch-truth.json").write_text(json.dumps(truth) + "\n")
