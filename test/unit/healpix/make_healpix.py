"""Writes healpix.json: what healpy and cdshealpix say of pixels, with mpmath as the judge where they differ.

Run by hand: python make_healpix.py (healpy, cdshealpix, astropy, mpmath).
"""

import hashlib
import json
from pathlib import Path

import astropy.units as u
import cdshealpix
import healpy as hp
import mpmath
import numpy as np
from astropy.coordinates import Latitude, Longitude

mpmath.mp.dps = 60
COUNT = 20000


def words(seed):
    """The numbers that the test makes, too: xorshift32."""
    state = seed
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state


def directions(seed, count):
    """Spread over the sky a little denser towards the poles, exact in both languages: no sine is taken."""
    source = words(seed)
    lon, lat = np.empty(count), np.empty(count)
    for k in range(count):
        lon[k] = next(source) / 2**32 * 360
        lat[k] = next(source) / 2**32 * 180 - 90
    return lon, lat


def exact_nested(order, lon, lat):
    """The nested pixel in 60 digits, by the formulae of Górski et al. (2005), section 4."""
    nside = mpmath.mpf(2) ** order
    phi, z = mpmath.mpf(lon) / 90 % 4, mpmath.sin(mpmath.mpf(lat) * mpmath.pi / 180)
    whole = 2**order
    if abs(z) <= mpmath.mpf(2) / 3:
        first, second = nside * (phi + 0.5), nside * z * 3 / 4
        jp, jm = int(mpmath.floor(first - second)), int(mpmath.floor(first + second))
        ifp, ifm = jp // whole, jm // whole
        face = ifp % 4 + 4 if ifp == ifm else ifp % 4 if ifp < ifm else ifm % 4 + 8
        x, y = jm % whole, whole - jp % whole - 1
    else:
        quarter = int(mpmath.floor(phi))
        along, size = phi - quarter, nside * mpmath.sqrt(3 * (1 - abs(z)))
        jp = min(whole - 1, int(mpmath.floor(along * size)))
        jm = min(whole - 1, int(mpmath.floor((1 - along) * size)))
        face, x, y = (quarter, whole - jm - 1, whole - jp - 1) if z > 0 else (quarter + 8, jp, jm)
    return sum(((x >> k & 1) << 2 * k) | ((y >> k & 1) << 2 * k + 1) for k in range(order)) + face * 4**order


def nested(order, lon, lat):
    ours = hp.ang2pix(2**order, lon, lat, nest=True, lonlat=True).astype(np.int64)
    theirs = cdshealpix.lonlat_to_healpix(Longitude(lon * u.deg), Latitude(lat * u.deg), order).astype(np.int64)
    different = np.flatnonzero(ours != theirs)
    for k in different:
        ours[k] = exact_nested(order, lon[k], lat[k])
    return ours, len(different)


def sha(values):
    return hashlib.sha256(np.ascontiguousarray(values, "<i8").tobytes()).hexdigest()


def text(values):
    return [str(int(value)) for value in values]


def hashes():
    lon, lat = directions(2463534242, COUNT)
    rows, asked = [], 0
    for order in range(30):
        pixels, different = nested(order, lon, lat)
        asked += different
        ring = hp.nest2ring(2**order, pixels)
        rows.append({"order": order, "nested": sha(pixels), "ring": sha(ring)})
    print(f"healpy and cdshealpix differ on {asked} of {30 * COUNT} pixels")
    checked = np.random.default_rng(1).integers(0, COUNT, 300)
    deepest = nested(29, lon, lat)[0]
    assert all(exact_nested(29, lon[k], lat[k]) == deepest[k] for k in checked)
    return rows


def other_nsides():
    lon, lat = directions(88172645, 2000)
    return [
        {"nside": nside, "ring": sha(hp.ang2pix(nside, lon, lat, lonlat=True))}
        for nside in (3, 6, 10, 33, 1000, 12345)
    ]


def edges():
    """On meridians, parallels and corners where pixels meet, at the poles, all around.

    In exact numbers: at (0, 0) healpy rounds the cosine of π/2 to 6e-17.
    """
    lon, lat = np.meshgrid(
        [0, 22.5, 45, 67.5, 90, 135, 180, 270, 315, 359.9999999, 360, -45, -90, 405],
        [-90, -89.9999999, -45, -41.82, -41.81, 0, 41.81, 41.82, 45, 89.9999999, 90],
    )
    lon, lat = lon.ravel(), lat.ravel()
    return {
        "longitude": lon.tolist(),
        "latitude": lat.tolist(),
        "nested": [
            {"order": order, "pixels": text([exact_nested(order, *point) for point in zip(lon, lat)])}
            for order in (0, 1, 3, 8)
        ],
    }


def centres():
    rng = np.random.default_rng(3)
    rows = []
    for order in range(30):
        last = 12 * 4**order - 1
        pixels = np.unique(np.r_[0, last, rng.integers(0, last, 6, endpoint=True)])
        lon, lat = cdshealpix.healpix_to_lonlat(pixels.astype(np.uint64), order)
        rows.append(
            {
                "order": order,
                "nested": text(pixels),
                "ring": text(hp.nest2ring(2**order, pixels)),
                "longitude": lon.deg.tolist(),
                "latitude": lat.deg.tolist(),
            }
        )
    return rows


def borders():
    rows = []
    for order, pixel in [(0, 0), (0, 4), (0, 11), (1, 3), (3, 417), (3, 63), (8, 700000), (13, 123456789)]:
        points = hp.boundaries(2**order, pixel, step=4, nest=True)
        lon, lat = hp.vec2ang(points.T, lonlat=True)
        rows.append({"order": order, "pixel": pixel, "longitude": lon.tolist(), "latitude": lat.tolist()})
    return rows


def neighbours():
    rng = np.random.default_rng(4)
    rows = []
    for order, pixels in [
        (0, np.arange(12)),
        (1, np.arange(48)),
        (2, np.arange(192)),
        (10, rng.integers(0, 12 * 4**10, 50)),
        (24, rng.integers(0, 12 * 4**24, 20)),
    ]:
        found = hp.get_all_neighbours(2**order, pixels, nest=True).T
        rows.append({"order": order, "pixels": pixels.tolist(), "neighbours": found.tolist()})
    return rows


truth = {
    "versions": {"healpy": hp.__version__, "cdshealpix": cdshealpix.__version__, "mpmath": mpmath.__version__},
    "hashes": hashes(),
    "otherNsides": other_nsides(),
    "edges": edges(),
    "centres": centres(),
    "borders": borders(),
    "neighbours": neighbours(),
    "resolution": [{"order": o, "degrees": float(np.degrees(hp.nside2resol(2**o)))} for o in range(30)],
}
(Path(__file__).parent / "healpix.json").write_text(json.dumps(truth, separators=(",", ":")) + "\n")
