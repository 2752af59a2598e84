"""Cross-matches as astropy makes them. Run by hand: python make_match.py; its output is committed. It needs scipy, too."""

import base64
import json
import pathlib

import astropy.units as u
import numpy as np
from astropy.coordinates import SkyCoord, match_coordinates_sky, search_around_sky

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(20260)


def sphere(count):
    return random.uniform(0, 360, count), np.degrees(np.arcsin(random.uniform(-1, 1, count)))


def cap(count, dec, spread):
    """Around a pole, where right ascensions mean little."""
    away = spread * np.sqrt(random.uniform(0, 1, count))
    return random.uniform(0, 360, count), np.sign(dec) * (90 - away)


def field(count, ra, dec, width):
    return (ra + width * random.uniform(-0.5, 0.5, count)) % 360, dec + width * random.uniform(-0.5, 0.5, count)


def near(places, radius):
    """The same places, moved about by up to a little more than the radius."""
    coordinates = SkyCoord(*places, unit="deg")
    count = len(places[0])
    moved = coordinates.directional_offset_by(
        random.uniform(0, 360, count) * u.deg, 1.3 * radius * np.sqrt(random.uniform(0, 1, count)) * u.deg
    )
    return moved.ra.deg, moved.dec.deg


def packed(values, kind="<f8"):
    return base64.b64encode(np.asarray(values, dtype=kind).tobytes()).decode()


def kept(ra, dec):
    """What 32 bits hold of them, so that truth and test begin with the same numbers."""
    turns = np.round(np.asarray(ra) % 360 * 2**32 / 360).astype(np.uint64) % 2**32
    return turns.astype("<u4"), np.round(np.asarray(dec) * 2**31 / 180).astype("<i4")


def degrees(turns, heights):
    return turns * (360 / 2**32), heights * (180 / 2**31)


def case(name, left, right, radius):
    left_kept, right_kept = kept(*left), kept(*right)
    left, right = degrees(*left_kept), degrees(*right_kept)
    a, b = SkyCoord(*left, unit="deg"), SkyCoord(*right, unit="deg")
    i, j, apart, _ = search_around_sky(a, b, radius * u.deg)
    order = np.lexsort((j, i))
    nearest, distance, _ = match_coordinates_sky(a, b)
    within = distance.deg <= radius
    return {
        "name": name,
        "radius": radius,
        "left": [packed(left_kept[0], "<u4"), packed(left_kept[1], "<i4")],
        "right": [packed(right_kept[0], "<u4"), packed(right_kept[1], "<i4")],
        "all": {
            "left": packed(i[order], "<u4"),
            "right": packed(j[order], "<u4"),
            "separation": packed(apart.deg[order]),
        },
        "nearest": {
            "left": packed(np.flatnonzero(within), "<u4"),
            "right": packed(nearest[within], "<u4"),
        },
    }


def both(one, other):
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def main():
    arcsecond = 1 / 3600
    many = both(sphere(6000), both(cap(2000, 90, 0.2), field(2000, 0, 10, 0.5)))
    others = both(near((many[0][::2], many[1][::2]), 2 * arcsecond), sphere(5000))
    north, south = cap(300, 90, 1.5), cap(300, -90, 1.5)
    seam = field(400, 0, 30, 1)
    edges = (
        np.array([0.0, 360.0, 0.0, 180.0, 123.0, 0.0, 359.9999999, 10.0, 10.0, 45.0, 225.0]),
        np.array([0.0, 0.0, 90.0, 90.0, -90.0, -90.0, 0.0, 20.0, 20.0, 89.9999, 89.9999]),
    )
    cases = [
        case("10,000 rows and 10,000 rows within 2 arcseconds", many, others, 2 * arcsecond),
        case("both poles within half a degree", both(north, south), both(cap(300, 90, 1.5), cap(300, -90, 1.5)), 0.5),
        case("a field across 0 h within 0.05 degrees", seam, near(seam, 0.05), 0.05),
        case("places that are the same, at 0 h and at the poles", edges, edges, 0.001),
        case("a few places within 40 degrees", sphere(60), sphere(60), 40.0),
        case("nothing near", (np.array([10.0]), np.array([10.0])), (np.array([200.0]), np.array([-10.0])), 1.0),
    ]
    (HERE / "match.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


main()
