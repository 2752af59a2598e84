"""Writes star-field.json: what astropy says of the two pictures of the star field, their catalogue and a cutout.

    python3 test/ui/support/make_star_field.py
    npx prettier --write test/ui/support/star-field.json

All pixels count from 0, x before y.
"""

import json
import warnings
from pathlib import Path

import numpy as np
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.nddata import Cutout2D
from astropy.wcs import WCS
from astropy.wcs.utils import proj_plane_pixel_area

warnings.simplefilter("ignore")
here = Path(__file__).parent
sample = here.parents[1] / "fixtures" / "golden" / "sample"
CENTRE = (150.1163, 2.2009)


def main() -> None:
    r, i = (open_picture(f"star-field_{band}.fits") for band in "ri")
    truth = {
        "centre": CENTRE,
        "samples": samples(r, i),
        "scaleRatio": float(np.sqrt(proj_plane_pixel_area(i[1]) / proj_plane_pixel_area(r[1]))),
        "pairs": pairs(r, i),
        "stars": stars(r, i),
        "regionStars": region_stars(r, i),
        "cutout": cutout(i),
    }
    text = json.dumps(truth, indent=1)
    (here / "star-field.json").write_text(text + "\n")


def open_picture(name):
    with fits.open(sample / "images" / name) as hdus:
        return np.array(hdus[0].data, dtype=float), WCS(hdus[0].header)


def to_i(r, i, x, y):
    """Where a pixel of r is on i."""
    sky = r[1].all_pix2world(x, y, 0)
    return i[1].all_world2pix(*sky, 0, tolerance=1e-9)


def samples(r, i):
    """Pixels of r and the value of the pixel of i that lies there: none near the edge between two of i."""
    found = []
    rng = np.random.default_rng(8)
    while len(found) < 8:
        x, y = int(rng.integers(150, 810)), int(rng.integers(150, 570))
        px, py = (float(v) for v in to_i(r, i, x, y))
        if not (0 <= px < 459 and 0 <= py < 379):
            continue
        if max(abs(px - round(px)), abs(py - round(py))) > 0.25:
            continue
        found.append({"r": [x, y], "rValue": float(r[0][y, x]), "i": [round(px), round(py)],
                      "iValue": float(i[0][round(py), round(px)])})
    return found


def pairs(r, i):
    """The same places as positions on both."""
    return [
        {"r": [x, y], "i": [float(v) for v in to_i(r, i, x, y)]}
        for x, y in [(480, 360), (380, 300), (560, 420)]
    ]


def stars(r, i):
    """The brightest stars that are well inside of both pictures and alone, and the faintest such ones."""
    table = fits.getdata(sample / "catalogs" / "star-field.fits", "STARS")
    on_r = np.transpose(r[1].all_world2pix(table["RAJ2000"], table["DEJ2000"], 0))
    on_i = np.transpose(i[1].all_world2pix(table["RAJ2000"], table["DEJ2000"], 0))
    inside = [
        20 < x < 438 and 20 < y < 358 and 60 < a < 900 and 60 < b < 660
        for (x, y), (a, b) in zip(on_i, on_r)
    ]
    alone = [np.sort(np.hypot(*(on_i - place).T))[1] > 14 for place in on_i]
    # Across, in pixels of the screen: 3 for the faintest, 12 for the brightest 2 %, linear in magnitude.
    bright, faint = np.percentile(table["rmag"], [2, 98])
    sizes = 3 + 9 * np.clip((faint - table["rmag"]) / (faint - bright), 0, 1)
    rows = [k for k in np.argsort(table["rmag"]) if inside[k] and alone[k]]
    return {
        "onI": int(sum(-0.5 <= x < 459.5 and -0.5 <= y < 379.5 for x, y in on_i)),
        "all": len(table),
        "chosen": [
            {"row": int(k), "id": int(table["ID"][k]), "mag": float(table["rmag"][k]), "size": float(sizes[k]),
             "r": on_r[k].tolist(), "i": on_i[k].tolist()}
            for k in (*rows[:4], *rows[-4:])
        ],
    }


def region_stars(r, i):
    """The circles of star-field.reg, and its ellipse."""
    circles = [
        (150.1228749, 2.2144410), (150.1677239, 2.2243389), (150.1376340, 2.1887009),
        (150.1273068, 2.1642001), (150.1603398, 2.1565015), (150.1041303, 2.2080853),
    ]
    return [
        {"r": [float(v) for v in r[1].all_world2pix(*at, 0)],
         "i": [float(v) for v in i[1].all_world2pix(*at, 0)]}
        for at in circles
    ]


def cutout(i):
    """40″ × 30″ around a place, as Cutout2D makes it, and where some of its pixels are."""
    place = SkyCoord(150.1303, 2.2109, unit="deg")
    made = Cutout2D(i[0], place, (30 * u.arcsec, 40 * u.arcsec), wcs=i[1])
    (y0, y1), (x0, x1) = made.bbox_original
    at = [(0, 0), (30, 20), (12, 35)]
    sky = [i[1].all_pix2world(x0 + x, y0 + y, 0) for x, y in at]
    return {
        "centre": [place.ra.deg, place.dec.deg],
        "x0": int(x0), "y0": int(y0), "width": int(x1 - x0 + 1), "height": int(y1 - y0 + 1),
        "crpix": [float(v) for v in made.wcs.wcs.crpix],
        "places": [{"at": list(a), "sky": [float(v) for v in s], "value": float(made.data[a[1], a[0]])}
                   for a, s in zip(at, sky)],
    }


main()
