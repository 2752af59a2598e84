"""Counts of matplotlib's hexbin, and of numpy's histograms, for plots.test.ts.

Run by hand: python test/unit/plots/make_hexbin.py [folder of the golden files]. The points of each case are in the
output, but for those of wise-like.parquet, which is read where it lies.
"""

import json
import pathlib
import sys

import matplotlib
import numpy as np
import pyarrow.parquet as pq

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.colors import LogNorm  # noqa: E402

HERE = pathlib.Path(__file__).parent
GOLDEN = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "../../../../shared/golden")
random = np.random.default_rng(20261122)


def numbers(values):
    """JSON has no NaN and no infinity."""
    return [v if np.isfinite(v) else str(v) for v in np.asarray(values, float).tolist()]


def hexbin(x, y, **options):
    figure, axes = plt.subplots()
    hexagons = axes.hexbin(x, y, norm=LogNorm(1, 500), **options)
    counts = hexagons.get_array()
    filled = np.ma.getdata(counts)
    truth = {
        "counts": [int(v) for v in filled],
        # Of the first hundred, which have both kinds of grids where there are so few.
        "centres": np.asarray(hexagons.get_offsets(), float)[:100].ravel().tolist(),
        "corner": np.asarray(hexagons.get_paths()[0].vertices, float)[:6].ravel().tolist(),
    }
    plt.close(figure)
    return truth


def case(name, x, y, **options):
    truth = hexbin(x, y, **options)
    return {"name": name, "x": numbers(x), "y": numbers(y), "options": options, **truth}


def cases():
    x, y = random.normal(0, 1, 300).round(6), random.normal(3, 2, 300).round(6)
    yield case("random points", x, y, gridsize=20)
    yield case("a pair as gridsize", x, y, gridsize=(9, 14))
    yield case("only filled hexagons", x, y, gridsize=30, mincnt=1)
    yield case("at least three rows", x, y, gridsize=12, mincnt=3)
    yield case("an extent within the points", x, y, gridsize=15, extent=(-1, 1, 2, 4))
    yield case("an extent around the points", x, y, gridsize=15, extent=(-10.5, 20.25, -30, 40))
    grid = np.arange(0, 10.5, 0.5)
    gx, gy = [v.ravel() for v in np.meshgrid(grid, grid)]
    yield case("points on the borders of hexagons", gx, gy, gridsize=(10, 10), extent=(0, 10, 0, 10))
    yield case("whole numbers", np.round(gx), np.round(gy), gridsize=7)
    holes = x.copy()
    holes[::7] = np.nan
    holes[::31] = np.inf
    yield case("missing and infinite values", holes, np.where(y > 5, np.nan, y), gridsize=18)
    yield case("one point", [2.5], [-7.0], gridsize=5)
    yield case("one point at zero", [0.0], [0.0], gridsize=5)
    yield case("no point", [], [], gridsize=4)
    yield case("a vertical line", np.full(50, 3.0), random.uniform(0, 1, 50), gridsize=8)
    yield case("very small values", 1e-310 * x[:50], 1e-200 * y[:50], gridsize=6)
    yield case("very large values", 1e200 * x[:100], 1e15 + y[:100], gridsize=10)
    yield case("magnitudes of two decimals", np.round(10 + x, 2), np.round(y, 2), gridsize=25)


def wise(table, box, gridsize, **options):
    left, right, low, high = box
    rows = table[
        (table.ra > left) & (table.ra < right) & (table.dec > low) & (table.dec < high) & (table.ext_flg == 0)
    ]
    x, y = rows.w2mpro - rows.w3mpro, rows.w1mpro - rows.w2mpro
    truth = hexbin(x, y, gridsize=gridsize, **options)
    kept = [k for k, count in enumerate(truth["counts"]) if count > 0]
    finite = np.isfinite(x) & np.isfinite(y)
    return {
        "box": box,
        "gridsize": gridsize,
        "extent": options.get("extent"),
        "rows": len(rows),
        "finite": int(finite.sum()),
        "hexagons": len(truth["counts"]),
        "at": kept,
        "counts": [truth["counts"][k] for k in kept],
    }


def histograms():
    values = np.concatenate([np.round(random.normal(12, 2, 400), 1), [np.nan, np.inf, -np.inf]])
    finite = values[np.isfinite(values)]
    others = np.round(random.normal(0, 1, len(finite)), 1)
    for bins, limits in [(10, None), (37, None), (8, [10, 14]), (100, [9.95, 13.05])]:
        counts, edges = np.histogram(finite, bins=bins, range=limits)
        yield {"bins": bins, "range": limits, "counts": counts.tolist(), "edges": [edges[0], edges[-1]]}
    counts, *_ = np.histogram2d(finite, others, bins=(13, 9))
    flat = counts.T.astype(int).ravel().tolist()
    yield {"values": numbers(values), "finite": finite.tolist(), "others": others.tolist(), "grid": flat}


*bins, grid = histograms()
table = pq.read_table(GOLDEN / "synthetic/parquet/wise-like.parquet").to_pandas()
truth = {
    "matplotlib": matplotlib.__version__,
    "cases": list(cases()),
    "wise": [
        wise(table, [62, 66, 25, 29], 150),
        wise(table, [62, 66, 25, 29], 40, extent=(-1, 5, -0.5, 2)),
        wise(table, [60, 64, 24, 27], 100),
    ],
    "histograms": bins,
    "grid": grid,
}
(HERE / "hexbin-truth.json").write_text(json.dumps(truth, separators=(",", ":")) + "\n")
