"""Writes regions.json: which of some directions lie in cones, polygons and boxes.

Cones by astropy's separations, polygons by spherical_geometry (which is told a point inside), boxes by comparing.
Directions within 1e-9 degree of a border are left out.

Run by hand: python make_regions.py (astropy, spherical-geometry, numpy).
"""

import json
from pathlib import Path

import astropy.units as u
import numpy as np
from astropy.coordinates import SkyCoord
from spherical_geometry.polygon import SphericalPolygon

RNG = np.random.default_rng(88)
COUNT = 120


def around(lon, lat, radius):
    """Half of them near, half anywhere."""
    centre = SkyCoord(lon, lat, unit="deg")
    near = centre.directional_offset_by(RNG.uniform(0, 360, COUNT) * u.deg, np.abs(RNG.normal(size=COUNT)) * radius * u.deg)
    z = RNG.uniform(-1, 1, COUNT)
    lon = np.r_[near.ra.deg, RNG.uniform(0, 360, COUNT)]
    lat = np.r_[near.dec.deg, np.degrees(np.arcsin(z))]
    return np.round(lon, 6), np.round(lat, 6)


def row(region, points, inside, **more):
    lon, lat = points
    return {
        **region,
        **more,
        "longitude": lon.tolist(),
        "latitude": lat.tolist(),
        "inside": "".join("1" if one else "0" for one in inside),
    }


def cone(lon, lat, radius):
    points = around(lon, lat, radius)
    separation = SkyCoord(lon, lat, unit="deg").separation(SkyCoord(*points, unit="deg")).deg
    keep = np.abs(separation - radius) > 1e-9
    points = points[0][keep], points[1][keep]
    return row({"cone": [lon, lat, radius]}, points, separation[keep] <= radius)


def polygon(lon, lat, inside, radius, larger=False):
    shape = SphericalPolygon.from_radec(lon, lat, center=inside, degrees=True)
    points = around(*inside, radius)
    found = [shape.contains_lonlat(*point) for point in zip(*points)]
    corners = np.column_stack([lon, lat]).ravel().tolist()
    return row({"polygon": corners}, points, found, larger=larger)


def box(west, east, south, north):
    points = around((west + east) / 2, (south + north) / 2, max(north - south, min(30, east - west)))
    lon, lat = points
    inside = (lat >= south) & (lat <= north) & ((lon - west) % 360 <= east - west)
    return row({"box": [west % 360 if east - west < 360 else west, east % 360 if east - west < 360 else east, south, north]}, points, inside)


def star(lon, lat, radius, count, flat):
    """Corners near and far in turn, as far from convex as `flat` says."""
    turns = (np.arange(count) + RNG.uniform(-0.2, 0.2, count)) * 360 / count
    reach = np.where(np.arange(count) % 2, 1, flat) * radius
    corners = SkyCoord(lon, lat, unit="deg").directional_offset_by(turns * u.deg, reach * u.deg)
    return np.round(corners.ra.deg, 6), np.round(corners.dec.deg, 6)


def main():
    rows = [cone(*p) for p in [(10, 20, 1), (0.1, 0, 5), (120, 89.5, 2), (300, -90, 10), (50, -45, 90), (50, 45, 130), (200, 10, 0.001), (5, 5, 179)]]
    for lon, lat, radius, count, flat in [
        (10, 20, 1, 4, 1), (0.1, 0, 5, 9, 1), (359.9, -60, 8, 12, 0.4), (120, 89.5, 2, 8, 0.6), (45, -89.9, 0.5, 20, 0.3),
        (200, 10, 0.001, 6, 0.5), (80, 40, 60, 14, 0.7), (80, -40, 70, 30, 0.8), (150, 2, 0.01, 60, 0.9), (266, -29, 20, 200, 0.5),
    ]:
        rows.append(polygon(*star(lon, lat, radius, count, flat), (lon, lat), radius))
        rows.append(polygon(*star(lon, lat, radius, count, flat), ((lon + 180) % 360, -lat), 60, larger=True))
    ring = np.arange(0, 360, 15.0)
    wave = 10 * np.cos(np.radians(3 * ring))
    rows.append(polygon(ring, -20 + wave, (77, -90), 60))
    rows.append(polygon(ring, -20 + wave, (77, 90), 60, larger=True))
    rows.append(polygon(ring[::-1], 30 + wave, (77, 90), 60))
    # One that comes back: from longitude 350 eastward to 340, as a band that is not closed.
    band = np.r_[np.arange(-10, 341, 15.0), np.arange(340, -11, -15.0)]
    rows.append(polygon(band % 360, np.r_[np.full(24, -10.0), np.full(24, 10.0)], (100, 0), 40))
    rows += [box(*p) for p in [(62, 66, 25, 29), (350, 370, -5, 5), (-1, 1, 60, 90), (0, 360, -20, 10), (100, 450, -90, -40), (10, 10.5, 0, 1)]]
    text = ",\n".join(json.dumps(each, separators=(",", ":")) for each in rows)
    (Path(__file__).parent / "regions.json").write_text(f"[\n{text}\n]\n")
    print(len(rows), [each["inside"].count("1") for each in rows])


main()
