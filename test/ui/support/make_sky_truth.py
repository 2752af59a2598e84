"""Writes sky-truth.json: where things of two sample images are on the sky, as astropy and gwcs have it.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install astropy gwcs asdf lz4 scipy
    /tmp/venv/bin/python test/ui/support/make_sky_truth.py
    npx prettier --write test/ui/support/sky-truth.json

Pixels are counted from 0, directions are degrees. `lines` are positions along a parallel or meridian
that lie on the image, and `between` such of one that no grid of round numbers has.

Made with astropy 8.0.2, gwcs 1.0.3, asdf 6.0.0.
"""

import json
from pathlib import Path

import asdf
import astropy.units as u
import numpy as np
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

SAMPLE = Path(__file__).parents[2] / "fixtures/golden/sample"
ROMAN = SAMPLE / "roman/r0000101001001001001_0001_wfi01_f158_cal.asdf"
ICRS = "icrs"
GALACTIC = "galactic"


def inside(x, y, shape, margin=4):
    on = (x > margin) & (y > margin) & (x < shape[0] - 1 - margin) & (y < shape[1] - 1 - margin)
    return [[round(a, 4), round(b, 4)] for a, b in zip(x[on].tolist(), y[on].tolist())]


class Image:
    """`to_sky` and `to_pixel` work on degrees of ICRS."""

    def __init__(self, shape, to_sky, to_pixel):
        self.shape, self.to_sky, self.to_pixel = shape, to_sky, to_pixel
        self.middle = self.at(shape[0] / 2, shape[1] / 2)

    def at(self, x, y):
        return SkyCoord(*self.to_sky(x, y), unit="deg", frame=ICRS)

    def line(self, frame, span, longitude=None, latitude=None):
        lon, lat = self.angles(self.middle, frame)
        way = np.linspace(-span, span, 121)
        lons = np.full(121, longitude) if longitude is not None else lon + way / np.cos(np.radians(lat))
        lats = np.full(121, latitude) if latitude is not None else lat + way
        sky = SkyCoord(lons, lats, unit="deg", frame=frame).icrs
        return inside(*self.to_pixel(sky.ra.deg, sky.dec.deg), self.shape)

    @staticmethod
    def angles(sky, frame):
        there = sky.transform_to(frame)
        return [float(a.deg) for a in (there.spherical.lon, there.spherical.lat)]

    def directions(self, x, y):
        sky = self.at(x, y)
        return {"pixel": [x, y], "icrs": self.angles(sky, ICRS), "galactic": self.angles(sky, GALACTIC)}

    def measured(self, start, end):
        one, other = self.at(*start), self.at(*end)
        return {
            "from": start,
            "to": end,
            "arcsec": float(one.separation(other).arcsec),
            "angle": float(one.position_angle(other).deg),
            "galacticAngle": float(one.galactic.position_angle(other.galactic).deg),
        }

    def area(self, x, y, radius):
        """Square arcseconds of the pixels whose centres lie in a circle."""
        rows, columns = np.mgrid[0 : self.shape[1], 0 : self.shape[0]]
        on = np.hypot(columns - x, rows - y) <= radius
        corners = []
        for dx, dy in [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]:
            ra, dec = np.radians(self.to_sky(columns[on] + dx, rows[on] + dy))
            corners.append([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)])
        a, b, c, d = np.moveaxis(np.array(corners), 1, 2)
        areas = np.linalg.norm(np.cross(c - a, d - b), axis=1) / 2
        return float(areas.sum() * (u.rad.to(u.arcsec) ** 2))


def fits_image():
    header = fits.getheader(SAMPLE / "images/star-field_i.fits")
    wcs = WCS(header)
    return Image(
        (header["NAXIS1"], header["NAXIS2"]),
        lambda x, y: wcs.all_pix2world(x, y, 0),
        lambda ra, dec: wcs.all_world2pix(ra, dec, 0, tolerance=1e-8),
    )


def roman_image():
    with asdf.open(ROMAN) as file:
        wcs = file["roman"]["meta"]["wcs"]
        shape = file["roman"]["data"].shape[::-1]
    return Image(
        shape,
        lambda x, y: wcs(x, y, with_bounding_box=False),
        lambda ra, dec: pixels_of(wcs, shape, np.array([ra, dec])),
    )


def pixels_of(wcs, shape, sky):
    """Found with gwcs's own way to the sky: that back, of gwcs 1.0.3, fails with astropy 8."""
    at = np.array([[0.0, shape[0], 0.0, shape[0]], [0.0, 0.0, shape[1], shape[1]]])
    world = np.array(wcs(*at, with_bounding_box=False))
    middle = world.mean(axis=1)[:, None]
    slopes = np.linalg.lstsq((world - middle).T, (at - at.mean(axis=1)[:, None]).T, rcond=None)[0].T
    found = slopes @ (sky - middle) + at.mean(axis=1)[:, None]
    for _ in range(30):
        found = found + slopes @ (sky - np.array(wcs(*found, with_bounding_box=False)))
    return found


def main():
    field, roman = fits_image(), roman_image()
    stars = fits.getdata(SAMPLE / "catalogs/star-field.fits", 1)
    places = [field.to_pixel(stars["RAJ2000"][i], stars["DEJ2000"][i]) for i in range(5)]
    places = [[float(at) for at in place] for place in places]
    pixel = [[round(at) for at in place] for place in places]
    circle = {"x": pixel[0][0], "y": pixel[0][1], "radius": 9.5}
    made = {
        "field": {
            "lines": {
                "+02d12m": field.line(ICRS, 0.06, latitude=2.2),
                "10h00m30s": field.line(ICRS, 0.06, longitude=150.125),
                "b +42d08m": field.line(GALACTIC, 0.06, latitude=42 + 8 / 60),
            },
            "between": {
                "dec": field.line(ICRS, 0.06, latitude=2.2 + 0.43 / 60),
                "b": field.line(GALACTIC, 0.06, latitude=42 + 7.43 / 60),
            },
            "pixels": [field.directions(*at) for at in [(10, 12), (440, 33), (229, 189), (71, 350)]],
            "stars": places,
            "measured": field.measured(pixel[0], pixel[2]),
            "circle": {**circle, "area": field.area(**circle)},
        },
        "roman": {
            "lines": {"+02d12m": roman.line(ICRS, 0.006, latitude=2.2)},
            "between": roman.line(ICRS, 0.006, latitude=2.2 + 2.3 / 3600),
            "pixels": [roman.directions(*at) for at in [(0, 0), (128, 128), (240, 17)]],
            "measured": roman.measured([20, 30], [200, 180]),
        },
    }
    Path(__file__).with_name("sky-truth.json").write_text(json.dumps(made) + "\n")


main()
