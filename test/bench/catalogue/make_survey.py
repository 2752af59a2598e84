"""Makes a hive of 20 million rows for the benchmark, in folders by HEALPix pixel as IRSA has AllWISE.

    make_survey.py FOLDER [ROWS]

The pixels of order 5 nearest to RA 64, Dec 27 get 61000 rows each, as many as those of AllWISE have. Rows of a file are
in the order of their pixels, ten row groups. Needs numpy, pyarrow, healpy; takes some minutes.
"""

import sys
from pathlib import Path

import healpy as hp
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROWS_PER_PIXEL = 61_000
ROW_GROUP = 6_100
K5, FINE = 5, 17
RNG = np.random.default_rng(8)


def nearest_pixels(count):
    centre = hp.ang2vec(64, 27, lonlat=True)
    places = np.array(hp.pix2vec(2**K5, np.arange(12 * 4**K5), nest=True)).T
    return np.sort(np.argsort(-places @ centre)[:count])


def positions(pixel):
    """Middles of fine pixels of a pixel, spread evenly, in their order."""
    fine = np.sort(RNG.integers(0, 4 ** (FINE - K5), ROWS_PER_PIXEL)) + pixel * 4 ** (FINE - K5)
    return hp.pix2ang(2**FINE, fine, nest=True, lonlat=True)


def text(values, digits):
    return pc.utf8_lpad(pc.cast(pa.array(values.astype(np.int64)), pa.string()), digits, "0")


def magnitudes(bright):
    """Three decimals; a tenth is missing in W3, a fifth in W4."""
    w1 = 17 - RNG.exponential(2.0, len(bright))
    w2 = w1 - RNG.normal(0.1, 0.3, len(w1))
    w3 = w2 - RNG.normal(0.8, 0.9, len(w1))
    w4 = w3 - RNG.normal(1.0, 0.9, len(w1))
    for share, values in zip((0, 0, 0.1, 0.2), (w1, w2, w3, w4)):
        yield pa.array(np.round(values, 3), mask=RNG.random(len(w1)) < share)


def rows(pixel, first):
    ra, dec = positions(pixel)
    count = len(ra)
    names = pc.binary_join_element_wise("J", text(ra * 1e5, 8), "+", text((dec + 90) * 1e5, 8), "")
    columns = {"designation": names, "ra": ra, "dec": dec}
    for band, values in enumerate(magnitudes(ra), 1):
        columns[f"w{band}mpro"] = values
        columns[f"w{band}sigmpro"] = np.round(RNG.gamma(3, 0.02, count), 3)
        columns[f"w{band}snr"] = np.round(RNG.gamma(2, 12, count), 1)
        columns[f"w{band}rchi2"] = np.round(RNG.gamma(9, 0.11, count), 3)
    columns["sigra"] = np.round(RNG.gamma(3, 0.03, count), 4)
    columns["sigdec"] = np.round(RNG.gamma(3, 0.03, count), 4)
    columns["ext_flg"] = RNG.choice(np.array([0, 1, 2, 5], dtype=np.int32), count, p=[0.8, 0.12, 0.05, 0.03])
    columns["cc_flags"] = pa.array(["0000", "d000", "h0H0"]).take(pa.array(RNG.integers(0, 3, count)))
    columns["cntr"] = np.arange(first, first + count)
    return pa.table(columns)


def main(folder, wanted):
    pixels = nearest_pixels(-(-wanted // ROWS_PER_PIXEL))
    for number, pixel in enumerate(pixels):
        path = folder / f"healpix_k0={pixel >> 10}" / f"healpix_k5={pixel}" / "part0.snappy.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        table = rows(pixel, 1_000_000_000 + number * ROWS_PER_PIXEL)
        pq.write_table(table, path, row_group_size=ROW_GROUP, compression="snappy")
    pq.write_metadata(table.schema, folder / "_common_metadata")
    # It is whole only with this.
    (folder.parent / "made").write_text(f"{len(pixels) * ROWS_PER_PIXEL} rows\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20_000_000)
