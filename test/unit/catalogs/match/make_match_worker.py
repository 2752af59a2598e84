"""Cross-matches of the sample catalogues as pyarrow reads them and astropy matches them.

Run by hand: python make_match_worker.py; its output is committed. It needs scipy, too.
"""

import glob
import json
import pathlib

import astropy.units as u
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from astropy.coordinates import SkyCoord, match_coordinates_sky, search_around_sky

HERE = pathlib.Path(__file__).parent
SAMPLES = HERE.parents[2] / "fixtures/catalogs"


def main():
    wise = ds.dataset(SAMPLES / "wise/wise-sample.parquet", partitioning="hive").to_table().to_pandas()
    wise = wise[(wise.ra > 149) & (wise.ra < 151)]
    hats = SAMPLES / "hats/star_field_collection/star_field/dataset/**/*.parquet"
    stars = pa.concat_tables(
        [pq.read_table(path, columns=["id", "ra", "dec", "rmag"]) for path in glob.glob(str(hats), recursive=True)]
    ).to_pandas()
    left = SkyCoord(wise.ra.values, wise.dec.values, unit="deg")
    truth = {"rows": len(wise), "others": len(stars)}
    for name, chosen, radius in [("all", stars, 6.0), ("nearest", stars[stars.rmag < 24], 0.2)]:
        right = SkyCoord(chosen.ra.values, chosen.dec.values, unit="deg")
        if name == "all":
            i, j, apart, _ = search_around_sky(left, right, radius * u.arcsec)
        else:
            j, apart, _ = match_coordinates_sky(left, right)
            i = np.flatnonzero(apart.arcsec <= radius)
            j, apart = j[i], apart[i]
        truth[name] = sorted(
            [wise.designation.values[a], str(chosen.id.values[b]), round(float(d), 9)]
            for a, b, d in zip(i, j, apart.arcsec)
        )
    (HERE / "match-worker.json").write_text(json.dumps(truth, indent=0) + "\n")
    print({key: len(value) if isinstance(value, list) else value for key, value in truth.items()})


main()
