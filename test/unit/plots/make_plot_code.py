"""Runs the Python that plots are exported as, and writes what it counted to code-truth.json for code.test.ts.

Run by hand: python test/unit/plots/make_plot_code.py. It makes code-table.parquet; the scripts in `code` are what the
test expects our export to be (vitest -u writes them anew).
"""

import json
import os
import pathlib
import runpy
import shutil
import tempfile

import matplotlib
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402

HERE = pathlib.Path(__file__).parent.resolve()


def table():
    random = np.random.default_rng(8)
    rows = 500
    w1 = np.round(random.normal(12, 2, rows), 3)
    w2 = np.round(w1 - random.normal(0.3, 0.4, rows), 3)
    w3 = np.round(w2 - random.normal(1, 1, rows), 3)
    flags = random.integers(0, 16, rows)
    missing = random.random(rows) < 0.1
    return pa.table(
        {
            "ra": random.uniform(55, 65, rows),
            "dec": random.uniform(20, 30, rows),
            "w1mpro": w1,
            "w2mpro": pa.array(w2, mask=missing),
            "W3 mag": pa.array(np.where(np.arange(rows) % 17 == 0, np.nan, w3)),
            "flux": pa.array(w3.astype(np.float32)),
            "flags": pa.array(flags.astype(np.int32), mask=np.roll(missing, 3)),
            "big": pa.array(flags.astype(np.int64) + 2**40),
        }
    )


pq.write_table(table(), HERE / "code-table.parquet")
truth = {}
with tempfile.TemporaryDirectory() as folder:
    shutil.copy(HERE / "code-table.parquet", pathlib.Path(folder, "table.parquet"))
    os.chdir(folder)
    for script in sorted((HERE / "code").glob("*.py")):
        plt.close("all")
        made = runpy.run_path(str(script))
        axes = made["axes"]
        if "hexagons" in made:
            counts = np.ma.getdata(made["hexagons"].get_array())
        elif "mesh" in made:
            counts = np.nan_to_num(made["counts"]).T
        elif "counts" in made:
            counts = made["counts"]
        else:
            counts = np.array([len(made["x"])])
        truth[script.stem] = {
            "counts": np.asarray(counts).astype(int).ravel().tolist(),
            "inverted": [bool(axes.xaxis_inverted()), bool(axes.yaxis_inverted())],
            "labels": [axes.get_xlabel(), axes.get_ylabel(), axes.get_title()],
        }
(HERE / "code-truth.json").write_text(json.dumps(truth, separators=(",", ":")) + "\n")
