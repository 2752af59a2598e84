"""Writes catalog-truth.json: what pyarrow and matplotlib make of the reference notebook's query.

    python3 test/ui/support/make_catalog_truth.py
    npx prettier --write test/ui/support/catalog-truth.json

The query is that of the notebook about L1495 in Taurus: point sources in a box, their names and magnitudes, and a
diagram of two colours. It is asked of the sample catalogue (fixtures/catalogs), and of the wise-like one of the shared
golden set, with the notebook's own box and with the box of that set. Needs pyarrow, matplotlib, astropy.
"""

import json
from pathlib import Path

import matplotlib
import numpy as np
import pyarrow.compute as pc
import pyarrow.dataset as ds
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

matplotlib.use("agg")
from matplotlib import pyplot as plt  # noqa: E402

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "fixtures/catalogs"
IMAGE = HERE.parents[1] / "fixtures/golden/sample/images/star-field_r.fits"
GOLDEN = HERE.parents[3] / "shared/golden/synthetic/parquet/wise-like.parquet"
COLUMNS = ["designation", "w1mpro", "w2mpro", "w3mpro", "w4mpro"]
NOTEBOOK = {"ra": [62, 66], "dec": [25, 29]}
GOLDEN_BOX = {"ra": [61, 62], "dec": [24.5, 26]}
GRIDSIZE = 30


def hive(folder):
    return ds.dataset(folder, format="parquet", partitioning="hive", ignore_prefixes=["_"])


def stars_in(dataset, box):
    """The notebook's filter, strict as it has it."""
    conditions = [ds.field("ext_flg") == 0]
    for name, (low, high) in box.items():
        conditions += [ds.field(name) > low, ds.field(name) < high]
    every = conditions[0]
    for one in conditions[1:]:
        every = every & one
    return dataset.to_table(columns=COLUMNS, filter=every)


def line(row):
    """A row as text, magnitudes with three decimals, nothing for what is missing."""
    name, *magnitudes = row
    return ",".join([name, *("" if m is None else f"{m:.3f}" for m in magnitudes)])


def hexbin(table):
    """Rows in each hexagon that has any, the most first."""
    w1, w2, w3 = (table[name].to_numpy().astype(float) for name in COLUMNS[1:4])
    x, y = w2 - w3, w1 - w2
    here = np.isfinite(x) & np.isfinite(y)
    counts = plt.hexbin(x[here], y[here], gridsize=GRIDSIZE, mincnt=1).get_array()
    plt.close()
    return {
        "gridsize": GRIDSIZE,
        "finite": int(here.sum()),
        "hexagons": len(counts),
        "counts": " ".join(str(int(count)) for count in sorted(counts, reverse=True)),
    }


def query(dataset, box):
    table = stars_in(dataset, box)
    rows = sorted(line(row) for row in zip(*(table[name].to_pylist() for name in COLUMNS)))
    means = {name: pc.mean(table[name]).as_py() for name in COLUMNS[1:]}
    return {"box": box, "count": len(rows), "means": means, "hexbin": hexbin(table), "rows": rows}


def star_field():
    """The stars of the star field in both sample catalogues, and which of them are one within an arcsecond."""
    with fits.open(IMAGE) as hdus:
        wcs, (height, width) = WCS(hdus[0].header), hdus[0].data.shape
    near = (ds.field("ra") > 150) & (ds.field("ra") < 150.3)
    wise = hive(SAMPLE / "wise/wise-sample.parquet").to_table(columns=["ra", "dec", "cntr"], filter=near)
    files = (SAMPLE / "hats/star_field_collection/star_field/dataset").rglob("*.parquet")
    hats = ds.dataset(sorted(map(str, files)), format="parquet").to_table(columns=["ra", "dec", "id"])
    places = [SkyCoord(t["ra"], t["dec"], unit="deg") for t in (wise, hats)]
    separations = places[0][:, None].separation(places[1][None]).arcsec
    index, nearest = separations.argmin(axis=1), separations.min(axis=1)
    matched = nearest < 1
    x, y = wcs.all_world2pix(wise["ra"], wise["dec"], 0)
    inside = (x > -0.5) & (x < width - 0.5) & (y > -0.5) & (y < height - 0.5)
    return {
        "wise": len(wise),
        "wiseInImage": int(inside.sum()),
        "hats": len(hats),
        "matched": int(matched.sum()),
        "meanArcsec": float(nearest[matched].mean()),
        "sumOfIds": int(pc.sum(hats["id"].take(index[matched])).as_py()),
    }


def main():
    sample = hive(SAMPLE / "wise/wise-sample.parquet")
    golden = hive(GOLDEN)
    truth = {
        "columns": COLUMNS,
        "sample": query(sample, NOTEBOOK),
        "golden": query(golden, NOTEBOOK),
        "goldenBox": query(golden, GOLDEN_BOX),
        "starField": star_field(),
    }
    (HERE / "catalog-truth.json").write_text(json.dumps(truth, indent=1) + "\n")


if __name__ == "__main__":
    main()
