"""Writes mocs.json: coverage maps in every form that mocpy writes, and what it says of them.

Run by hand: python make_mocs.py (mocpy, astropy, numpy).
"""

import base64
import json
import tempfile
from pathlib import Path

import astropy.units as u
import numpy as np
from astropy.coordinates import Latitude, Longitude
from astropy.io import fits
from mocpy import MOC

RNG = np.random.default_rng(8)


def cone(lon, lat, radius, order):
    return MOC.from_cone(lon=Longitude(lon * u.deg), lat=Latitude(lat * u.deg), radius=radius * u.deg, max_depth=order)


def fits_text(moc, old):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moc.fits"
        moc.save(str(path), format="fits", v1_compatible=old)
        with fits.open(path) as hdus:
            assert hdus[1].header["ORDERING"] == ("NUNIQ" if old else "RANGE")
        return base64.b64encode(path.read_bytes()).decode()


def around(lon, lat, radius, count):
    """Directions that are inside as often as outside."""
    return lon + RNG.normal(size=count) * radius / np.cos(np.radians(lat)), np.clip(lat + RNG.normal(size=count) * radius, -90, 90)


def case(moc, lon, lat):
    order = moc.max_order
    return {
        "order": order,
        # Of the ranges, since that of mocpy is rounded: 0.4 % off at order 27.
        "share": sum(int(b) - int(a) for a, b in moc.to_depth29_ranges) / (12 * 4**29),
        "ranges": [[str(a), str(b)] for a, b in moc.to_depth29_ranges.tolist()],
        "ascii": moc.to_string(format="ascii"),
        "json": json.dumps(moc.serialize(format="json")),
        "nuniq": fits_text(moc, True),
        "range": fits_text(moc, False),
        "degraded": [
            {"order": lower, "pixels": moc.degrade_to_order(lower).flatten().tolist()} for lower in (1, 3, 5) if lower < order
        ],
        "longitude": lon.tolist(),
        "latitude": lat.tolist(),
        "inside": "".join("1" if one else "0" for one in moc.contains_lonlat(lon * u.deg, lat * u.deg)),
    }


def main():
    cases = [
        case(cone(83.8, -5.4, 3, 8).union(cone(359, 20, 2, 7)), *around(83.8, -5.4, 3, 150)),
        case(cone(10, 89, 4, 6), *around(10, 89, 4, 100)),
        case(cone(266.4, -29, 0.00005, 27), *around(266.4, -29, 0.00005, 150)),
        case(cone(0, 0, 20, 4).complement(), *around(0, 0, 20, 100)),
    ]
    (Path(__file__).parent / "mocs.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


main()
