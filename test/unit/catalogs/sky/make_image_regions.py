"""Where images and what is drawn on them lie on the sky, as astropy has it. Run by hand; its output is committed."""

import json
import pathlib

import numpy as np
import pyarrow.parquet as pq
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

HERE = pathlib.Path(__file__).parent
IMAGE = HERE.parents[2] / "fixtures/golden/sample/images/star-field_r.fits"

CATALOGUE = HERE.parents[2] / (
    "fixtures/catalogs/wise/wise-sample.parquet/healpix_k0=6/healpix_k5=6814/part0.snappy.parquet"
)


def sky(wcs, x, y):
    place = wcs.pixel_to_world(np.asarray(x, float), np.asarray(y, float)).icrs
    return np.column_stack([place.ra.deg, place.dec.deg]).tolist()


def main():
    with fits.open(IMAGE) as hdus:
        index = next(i for i, hdu in enumerate(hdus) if hdu.is_image and hdu.data is not None)
        hdu = hdus[index]
        wcs = WCS(hdu.header)
        height, width = hdu.data.shape[-2:]
    corners = np.array([(-0.5, -0.5), (width - 0.5, -0.5), (width - 0.5, height - 0.5), (-0.5, height - 0.5)])
    turn = np.radians(30)
    box = [
        (60 + u * np.cos(turn) - v * np.sin(turn), 40 + u * np.sin(turn) + v * np.cos(turn))
        for u, v in [(-10, -5), (10, -5), (10, 5), (-10, 5)]
    ]
    angles = np.radians(np.arange(0, 360, 0.01))
    centre = SkyCoord(*sky(wcs, [50], [30])[0], unit="deg")
    around = sky(wcs, 50 + 20 * np.cos(angles), 30 + 20 * np.sin(angles))
    reach = centre.separation(SkyCoord(around, unit="deg")).deg.max()
    rows = pq.read_table(CATALOGUE, columns=["ra", "dec"]).to_pandas()
    x, y = wcs.world_to_pixel(SkyCoord(rows.ra.values, rows.dec.values, unit="deg"))
    truth = {
        "markers": np.column_stack([x, y]).round(4).tolist(),
        "hdu": index,
        "width": width,
        "height": height,
        "corners": sky(wcs, corners[:, 0], corners[:, 1]),
        "box": sky(wcs, [x for x, _ in box], [y for _, y in box]),
        "polygon": sky(wcs, [10, 30, 20], [10, 12, 40]),
        "circle": {"ra": centre.ra.deg, "dec": centre.dec.deg, "radius": reach},
    }
    (HERE / "image-regions.json").write_text(json.dumps(truth, separators=(",", ":")) + "\n")


main()
