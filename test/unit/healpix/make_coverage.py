"""Writes coverage.json: cones, polygons and boxes, and the pixels that have a point in common with each.

A pixel overlaps a region where its middle lies inside, where a corner or the middle of the region lies in it, or
where its border has a point inside: the border is sampled (healpix_to_lonlat of astropy-healpix takes any place in a
pixel) and searched ever finer around the places nearest to the region. Sets are checked against mocpy, which is
inclusive, and whose surplus is printed beside healpy's.

Run by hand: python make_coverage.py (healpy, astropy-healpix, mocpy, astropy).
"""

import base64
import json
from pathlib import Path

import astropy.units as u
import healpy as hp
import numpy as np
from astropy.coordinates import Latitude, Longitude, SkyCoord
from astropy_healpix import healpix_to_lonlat
from mocpy import MOC

RNG = np.random.default_rng(20261121)
SAMPLES = 64
ROUNDS = 5
# Radians. Regions and pixels are closed, so that it counts when one touches the other.
TOUCHING = 1e-10


def vectors(lon, lat):
    lon, lat = np.broadcast_arrays(np.radians(lon), np.radians(lat))
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], -1)


def angle(a, b):
    return 2 * np.arctan2(np.linalg.norm(a - b, axis=-1), np.linalg.norm(a + b, axis=-1))


class Cone:
    def __init__(self, lon, lat, radius):
        self.lon, self.lat, self.radius = lon, lat, radius
        self.centre, self.reach = vectors(lon, lat), np.radians(radius)
        self.points = np.array([self.centre])

    def outside(self, v):
        return angle(v, self.centre) - self.reach

    def moc(self, order):
        return MOC.from_cone(Longitude(self.lon * u.deg), Latitude(self.lat * u.deg), radius=self.radius * u.deg, max_depth=order, delta_depth=4)

    def healpy(self, nside):
        return hp.query_disc(nside, self.centre, self.reach, inclusive=True, fact=4, nest=True)

    def params(self):
        return {"cone": [self.lon, self.lat, self.radius]}


class Polygon:
    """Inside by how often the corners go around a direction, in the half of the sky around `centre`."""

    def __init__(self, lon, lat, centre, reach, convex):
        self.lon, self.lat, self.convex = lon, lat, convex
        self.centre, self.reach = centre, reach
        self.points = vectors(lon, lat)

    def outside(self, v):
        a, b = self.points, np.roll(self.points, -1, axis=0)
        inside = self.inside(v)
        normal = np.cross(a, b)
        normal /= np.linalg.norm(normal, axis=1)[:, None]
        p = v[..., None, :]
        between = (np.sum(np.cross(normal, a) * p, -1) > 0) & (np.sum(np.cross(normal, b) * p, -1) < 0)
        plane = np.abs(np.arcsin(np.clip(np.sum(normal * p, -1), -1, 1)))
        ends = np.minimum(angle(p, a), angle(p, b))
        distance = np.where(between, plane, ends).min(-1)
        return np.where(inside, -distance, distance)

    def inside(self, v):
        east = np.cross([0.0, 0.0, 1.0], v)
        near_pole = np.linalg.norm(east, axis=-1) < 1e-12
        east[near_pole] = np.cross([1.0, 0.0, 0.0], v[near_pole])
        north = np.cross(v, east)
        east, north = east / np.linalg.norm(east, axis=-1)[..., None], north / np.linalg.norm(north, axis=-1)[..., None]
        azimuth = np.arctan2(east @ self.points.T, north @ self.points.T)
        step = np.roll(azimuth, -1, -1) - azimuth
        turns = np.rint(((step + np.pi) % (2 * np.pi) - np.pi).sum(-1) / (2 * np.pi))
        return (turns != 0) & (v @ self.centre > 0)

    def moc(self, order):
        return MOC.from_polygon(Longitude(self.lon * u.deg), Latitude(self.lat * u.deg), max_depth=order)

    def healpy(self, nside):
        return hp.query_polygon(nside, self.points, inclusive=True, fact=4, nest=True) if self.convex else None

    def params(self):
        return {"polygon": np.column_stack([self.lon, self.lat]).ravel().tolist()}


class Box:
    def __init__(self, west, east, south, north):
        self.box = west, east, south, north
        self.width = (east - west) % 360 or 360
        middle = west + self.width / 2
        lon, lat = np.meshgrid(np.linspace(west, west + self.width, 5), np.linspace(south, north, 5))
        self.points = vectors(lon.ravel(), lat.ravel())
        self.centre = vectors(middle, (south + north) / 2)
        edge = np.linspace(0, 1, 400)
        border = np.r_[
            vectors(west + self.width * edge, np.full(400, south)), vectors(west + self.width * edge, np.full(400, north)),
            vectors(np.full(400, west), south + (north - south) * edge),
        ]
        self.reach = angle(border, self.centre).max() + 0.01

    def outside(self, v):
        """Continuous, and not above zero inside alone."""
        west, east, south, north = self.box
        lon, lat = np.degrees(np.arctan2(v[..., 1], v[..., 0])), np.degrees(np.arctan2(v[..., 2], np.hypot(v[..., 0], v[..., 1])))
        turn = np.abs((lon - west - self.width / 2 + 180) % 360 - 180) - self.width / 2
        sideways = np.radians(turn) * np.cos(np.radians(lat))
        return np.maximum.reduce([np.radians(lat - north), np.radians(south - lat), sideways])

    def moc(self, order):
        west, east, south, north = self.box
        return MOC.from_zone(SkyCoord([[west % 360, south], [east % 360, north]], unit="deg"), max_depth=order)

    def healpy(self, nside):
        return None

    def params(self):
        return {"box": list(self.box)}


def border_point(nside, pixels, place):
    """Of each pixel, the place along its border, from 0 to 4."""
    side, t = np.floor(place).astype(int) % 4, place % 1
    dx = np.choose(side, [t, np.ones_like(t), 1 - t, np.zeros_like(t)])
    dy = np.choose(side, [np.zeros_like(t), t, np.ones_like(t), 1 - t])
    lon, lat = healpix_to_lonlat(np.broadcast_to(pixels[:, None], place.shape), nside, dx=dx, dy=dy, order="nested")
    return vectors(lon.deg, lat.deg)


def touches(region, nside, pixels):
    """True where the border of a pixel has a point inside; also the least distance that was found."""
    place = np.tile(np.arange(4 * SAMPLES) / SAMPLES, (len(pixels), 1))
    outside = region.outside(border_point(nside, pixels, place))
    least, step = outside.min(1), 1 / SAMPLES
    best = np.take_along_axis(place, np.argsort(outside, 1)[:, :6], 1)
    for _ in range(ROUNDS):
        fine = (best[:, :, None] + np.linspace(-1, 1, 17) * step).reshape(len(pixels), -1) % 4
        outside = region.outside(border_point(nside, pixels, fine))
        least = np.minimum(least, outside.min(1))
        best = np.take_along_axis(fine, np.argsort(outside, 1)[:, :6], 1)
        step /= 8
    return least <= TOUCHING, least


def overlapping(region, order):
    nside = 2**order
    reach = region.reach + 2 * hp.max_pixrad(nside)
    candidates = (
        np.arange(12 * nside * nside) if reach >= np.pi else hp.query_disc(nside, region.centre, reach, nest=True, inclusive=True)
    )
    v = np.array(hp.pix2vec(nside, candidates, nest=True)).T
    inside = region.outside(v) <= 0
    inside |= np.isin(candidates, hp.vec2pix(nside, *region.points.T, nest=True))
    rest = np.flatnonzero(~inside)
    near = region.outside(v[rest]) <= hp.max_pixrad(nside) * (4 if isinstance(region, Box) else 1.001)
    rest = rest[near]
    close = 0
    if len(rest) > 0:
        found, least = touches(region, nside, candidates[rest])
        inside[rest[found]] = True
        close = int(np.sum(np.abs(least) <= TOUCHING))
    return np.sort(candidates[inside]), close


def size(order):
    """From a fraction of a pixel to a dozen pixels."""
    return float(hp.nside2resol(2**order, arcmin=True) / 60 * 10 ** RNG.uniform(-0.7, 0.9))


def place(k):
    """Every fifth near a pole, every fifth on longitude 0, the others anywhere."""
    lon, lat = RNG.uniform(0, 360), np.degrees(np.arcsin(RNG.uniform(-1, 1)))
    if k % 5 == 0:
        lat = RNG.choice([-1, 1]) * (90 - 10 ** RNG.uniform(-3, 1))
    if k % 5 == 1:
        lon = (RNG.normal() * 0.5) % 360
    return float(lon), float(lat)


def rounded(values, digits=7):
    return [round(float(value), digits) for value in values]


def random_cone(k, order):
    lon, lat = place(k)
    return Cone(*rounded([lon, lat, min(size(order), 170)]))


def random_polygon(k, order):
    lon, lat = place(k)
    radius = min(size(order), 60)
    convex = k % 2 == 0
    count = int(RNG.integers(3, 12))
    turns = np.sort(RNG.uniform(0, 360, count)) if not convex else (np.arange(count) + RNG.uniform(0, 0.6)) * 360 / count
    if np.max(np.diff(np.r_[turns, turns[0] + 360])) > 170:
        return random_polygon(k, order)
    reach = radius * (np.ones(count) if convex else RNG.uniform(0.2, 1, count))
    corners = SkyCoord(lon, lat, unit="deg").directional_offset_by(turns * u.deg, reach * u.deg)
    return Polygon(
        np.round(corners.ra.deg, 7), np.round(corners.dec.deg, 7), vectors(lon, lat), np.radians(radius), convex
    )


def random_box(k, order):
    lon, lat = place(k)
    height = min(size(order), 60)
    south, north = max(-90.0, lat - height / 2), min(90.0, lat + height / 2)
    width = min(360.0, size(order) / max(0.02, np.cos(np.radians((south + north) / 2))))
    west, east, south, north = rounded([lon - width / 2, lon + width / 2, south, north])
    return Box(west, east, max(-90.0, south), min(90.0, north))


def encoded(pixels):
    """Ranges as (gap, length) in turn, seven bits a byte, base64."""
    breaks = np.flatnonzero(np.diff(pixels) > 1)
    first, last = pixels[np.r_[0, breaks + 1]], pixels[np.r_[breaks, len(pixels) - 1]]
    out, end = bytearray(), 0
    for a, b in zip(first.tolist(), last.tolist()):
        for value in (a - end, b + 1 - a):
            while value > 127:
                out.append(value & 127 | 128)
                value >>= 7
            out.append(value)
        end = b + 1
    return base64.b64encode(bytes(out)).decode()


def fixed():
    """Large ones, and those that go all around."""
    ring = np.arange(0, 360, 20.0)
    yield 3, Cone(0, 0, 90), Cone(10, 90, 100), Cone(200, -90, 0.5), Cone(45, 41.8, 179)
    yield 5, Cone(0, 90, 0.001), Cone(359.99, -0.01, 12), Cone(120, 60, 45)
    yield 4, Box(0, 360, -5, 5), Box(0, 360, 60, 90), Box(350, 10, -90, -80), Box(10, 350, -30, -29), Box(100, 100.5, -90, 90)
    yield 4, Polygon(ring, -30 + 8 * np.cos(np.radians(3 * ring)), np.array([0, 0, -1.0]), np.radians(80), False)
    yield 6, Polygon(ring, 80 + 6 * np.cos(np.radians(9 * ring)), np.array([0, 0, 1.0]), np.radians(20), False)
    yield 3, Polygon(np.array([0, 90, 180, 270.0]), np.full(4, 45.0), np.array([0, 0, 1.0]), np.radians(60), False)
    # The box of the Taurus query of IRSA's notebook, and one whose corners touch pixels.
    yield 5, Box(62, 66, 25, 29), Box(0, 90, 0, 41.8)


def main():
    cases = [(order, region) for order, *regions in fixed() for region in regions]
    for kind, count in ((random_cone, 1000), (random_polygon, 1000), (random_box, 400)):
        for k in range(count):
            order = 3 + k % 8
            cases.append((order, kind(k, order)))
    rows = []
    total = close = missed = 0
    surplus = {"mocpy": [0, 0], "healpy": [0, 0]}
    for order, region in cases:
        pixels, near = overlapping(region, order)
        close += near
        total += len(pixels)
        theirs = region.moc(order).flatten()
        missing = np.setdiff1d(pixels, theirs)
        # Its zones are half open, and without the poles.
        if len(missing) and not isinstance(region, Box):
            missed += len(missing)
            print("mocpy lacks", missing[:5], "of", order, region.params())
        for name, found in (("mocpy", theirs), ("healpy", region.healpy(2**order))):
            if found is not None:
                surplus[name][0] += len(np.setdiff1d(found, pixels))
                surplus[name][1] += len(pixels)
        rows.append({"order": order, **region.params(), "count": len(pixels), "pixels": encoded(pixels)})
    print(f"{len(rows)} regions, {total} pixels, {close} just touch, {missed} not in mocpy's")
    for name, (extra, of) in surplus.items():
        print(f"{name}: {extra} extra of {of}")
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (Path(__file__).parent / "coverage.json").write_text(f"[\n{text}\n]\n")


main()
