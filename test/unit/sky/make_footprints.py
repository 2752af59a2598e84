"""What astropy and spherical_geometry say of regions, for footprint.test.ts.

    python3 make_footprints.py        (astropy 8, spherical_geometry 1.4)

Writes footprints.json beside itself: for each text the area in square degrees, and random directions around it
with whether they are inside. Polygons: spherical_geometry, corners brought to ICRS by astropy. Circles, ellipses
and ranges: separations, position angles and frames of astropy, areas by formula or by summing.
"""

import json
import pathlib

import astropy.units as u
import numpy as np
from astropy.coordinates import FK4, FK5, ICRS, BarycentricMeanEcliptic, Galactic, SkyCoord
from spherical_geometry.polygon import SphericalPolygon

HERE = pathlib.Path(__file__).parent
SQUARE_DEGREE = (np.pi / 180) ** 2
rng = np.random.default_rng(7)


def icrs(lon, lat, frame):
    position = SkyCoord(np.atleast_1d(lon) * u.deg, np.atleast_1d(lat) * u.deg, frame=frame).icrs
    return position.ra.deg, position.dec.deg


class Polygon:
    def __init__(self, *numbers, frame=ICRS(), inside=None):
        self.lon, self.lat = icrs(numbers[::2], numbers[1::2], frame)
        close = lambda values: np.append(values, values[0])
        self.polygon = SphericalPolygon.from_radec(close(self.lon), close(self.lat), center=inside)

    def area(self):
        area = self.polygon.area()
        return min(area, 4 * np.pi - area) / SQUARE_DEGREE

    def points(self):
        return self.lon, self.lat

    def contains(self, lon, lat):
        return np.array([self.polygon.contains_lonlat(a, b) for a, b in zip(lon, lat)])


class Round:
    """Circle and ellipse: how far it reaches in each direction from its centre."""

    def __init__(self, lon, lat, a, b=None, angle=0, frame=ICRS()):
        self.centre = SkyCoord(lon * u.deg, lat * u.deg, frame=frame)
        self.frame, self.a, self.b, self.angle = frame, a, b or a, angle

    def radius(self, angle):
        turn = np.radians(angle - self.angle)
        return self.a * self.b / np.hypot(self.b * np.cos(turn), self.a * np.sin(turn))

    def area(self):
        angles = (np.arange(100000) + 0.5) * 360 / 100000
        return np.mean(2 * np.pi * (1 - np.cos(np.radians(self.radius(angles))))) / SQUARE_DEGREE

    def points(self):
        angles = np.arange(0, 360, 15)
        edge = self.centre.directional_offset_by(angles * u.deg, self.radius(angles) * u.deg).icrs
        return edge.ra.deg, edge.dec.deg

    def contains(self, lon, lat):
        points = SkyCoord(lon * u.deg, lat * u.deg).transform_to(self.frame)
        distance = self.centre.separation(points).deg
        return distance <= self.radius(self.centre.position_angle(points).deg)


class Range:
    def __init__(self, west, east, south, north, frame=ICRS()):
        self.limits, self.frame = (west, east, south, north), frame

    def area(self):
        west, east, south, north = self.limits
        return ((east - west) % 360 or 360) * np.degrees(np.sin(np.radians(north)) - np.sin(np.radians(south)))

    def points(self):
        west, east, south, north = self.limits
        lon = west + np.linspace(0, (east - west) % 360 or 360, 30)
        return icrs(np.tile(lon, 2), np.repeat([south, north], 30), self.frame)

    def contains(self, lon, lat):
        west, east, south, north = self.limits
        points = SkyCoord(lon * u.deg, lat * u.deg).transform_to(self.frame).spherical
        width = (east - west) % 360 or 360
        return ((points.lon.deg - west) % 360 <= width) & (points.lat.deg >= south) & (points.lat.deg <= north)


class Union:
    def __init__(self, *parts):
        self.parts = parts

    def area(self):
        whole = self.parts[0].polygon
        for part in self.parts[1:]:
            whole = whole.union(part.polygon)
        return whole.area() / SQUARE_DEGREE

    def points(self):
        lon, lat = zip(*(part.points() for part in self.parts))
        return np.concatenate(lon), np.concatenate(lat)

    def contains(self, lon, lat):
        return np.any([part.contains(lon, lat) for part in self.parts], axis=0)


class Apart(Union):
    def area(self):
        return sum(part.area() for part in self.parts)


def box(lon, lat, width, height, frame=ICRS()):
    """Sides through the middle of a plane that touches the sky at its centre."""
    centre = SkyCoord(lon * u.deg, lat * u.deg, frame=frame)
    x, y = np.tan(np.radians([width / 2, height / 2]))
    angles, distance = np.degrees([np.arctan2(sx * x, sy * y) for sx, sy in ((1, -1), (1, 1), (-1, 1), (-1, -1))]), np.degrees(
        np.arctan(np.hypot(x, y)))
    corners = centre.directional_offset_by(angles * u.deg, distance * u.deg).spherical
    return Polygon(*np.ravel(np.transpose([corners.lon.deg, corners.lat.deg])), frame=frame)


JWST = (53.1597, -27.7889, 53.1215, -27.7573, 53.0858, -27.7911, 53.1240, -27.8228)
CASES = [
    ("POLYGON ICRS 53.1597 -27.7889 53.1215 -27.7573 53.0858 -27.7911 53.1240 -27.8228", Polygon(*JWST)),
    ("POLYGON  53.1597 -27.7889 53.1215 -27.7573 53.0858 -27.7911 53.1240 -27.8228 53.1597 -27.7889", Polygon(*JWST)),
    ("Polygon ICRS GEOCENTER SPHERICAL2 10 20 12 20 12 22 10 22", Polygon(10, 20, 12, 20, 12, 22, 10, 22)),
    ("polygon icrs 10 22 12 22 12 20 10 20", Polygon(10, 20, 12, 20, 12, 22, 10, 22)),
    ("POLYGON GSC1 359.9 -1 0.1 -1 0.1 1 359.9 1", Polygon(359.9, -1, 0.1, -1, 0.1, 1, 359.9, 1)),
    ("POLYGON FK5 0 85 90 85 180 85 270 85", Polygon(0, 85, 90, 85, 180, 85, 270, 85, frame=FK5())),
    ("POLYGON J2000 150 2 151 2 151 3", Polygon(150, 2, 151, 2, 151, 3, frame=FK5())),
    ("POLYGON FK5 J1975.0 150 2 151 2 151 3", Polygon(150, 2, 151, 2, 151, 3, frame=FK5(equinox="J1975"))),
    ("POLYGON FK4 80 20 84 20 84 24 80 24", Polygon(80, 20, 84, 20, 84, 24, 80, 24, frame=FK4())),
    ("POLYGON GALACTIC 0 -1 2 -1 2 1 0 1", Polygon(0, -1, 2, -1, 2, 1, 0, 1, frame=Galactic())),
    ("POLYGON ECLIPTIC 10 60 30 60 30 70", Polygon(10, 60, 30, 60, 30, 70, frame=BarycentricMeanEcliptic(equinox="J2000"))),
    ("POLYGON ICRS 0 0 10 0 10 10 5 3 0 10", Polygon(0, 0, 10, 0, 10, 10, 5, 3, 0, 10, inside=(5, 1))),
    ("POLYGON ICRS -5.5 0 +5.5 0 0 1.1e1", Polygon(-5.5, 0, 5.5, 0, 0, 11)),
    ("POLYGON ICRS 0 -60 90 -60 180 -60 270 -60", Polygon(0, -60, 90, -60, 180, -60, 270, -60)),
    ("CIRCLE ICRS 150.01 2.2 0.01", Round(150.01, 2.2, 0.01)),
    ("Circle ICRS TOPOCENTER 0.001 -89.9 0.5", Round(0.001, -89.9, 0.5)),
    ("CIRCLE 10 20 60", Round(10, 20, 60)),
    ("CIRCLE GALACTIC 120 -21 1.5", Round(120, -21, 1.5, frame=Galactic())),
    ("CIRCLE ICRS 60 120 30 unit arcmin", Round(1, 2, 0.5)),
    ("ELLIPSE ICRS 100 -30 2 0.5 30", Round(100, -30, 2, 0.5, 30)),
    ("ELLIPSE GALACTIC 10 75 0.1 3 120", Round(10, 75, 0.1, 3, 120, frame=Galactic())),
    ("BOX ICRS 150 60 2 1", box(150, 60, 2, 1)),
    ("BOX GALACTIC 30 -89 40 20", box(30, -89, 40, 20, frame=Galactic())),
    ("RANGE 350 10 -5 70", Range(350, 10, -5, 70)),
    ("PositionInterval ICRS 12 -10 30 40", Range(12, 30, -10, 40)),
    ("range 0 360 80 90", Range(0, 360, 80, 90)),
    ("UNION ICRS TOPOCENTER (POLYGON 10 20 12 20 12 22 10 22 CIRCLE 40 -20 1.5)",
     Apart(Polygon(10, 20, 12, 20, 12, 22, 10, 22), Round(40, -20, 1.5))),
    ("POLYGON ICRS 10 20 12 20 12 22 10 22 POLYGON ICRS 14 20 16 20 16 22 14 22",
     Apart(Polygon(10, 20, 12, 20, 12, 22, 10, 22), Polygon(14, 20, 16, 20, 16, 22, 14, 22))),
    ("UNION ICRS (Polygon 10 20 12 20 12 22 10 22 Polygon 11 21 13 21 13 23 11 23)",
     Union(Polygon(10, 20, 12, 20, 12, 22, 10, 22), Polygon(11, 21, 13, 21, 13, 23, 11, 23))),
    ("UNION ICRS (Polygon 10 20 12 20 12 22 10 22 Polygon 10 20 12 20 12 22 10 22)", Polygon(10, 20, 12, 20, 12, 22, 10, 22)),
    ("POLYGON('ICRS', 10, 20, 12, 20, 12, 22, 10, 22)", Polygon(10, 20, 12, 20, 12, 22, 10, 22)),
    ("CIRCLE('ICRS GEOCENTER', 150.01, 2.2, 0.5)", Round(150.01, 2.2, 0.5)),
    ("circle(150.01,2.2,0.5)", Round(150.01, 2.2, 0.5)),
    ("REGION('CIRCLE ICRS 150.01 2.2 0.5')", Round(150.01, 2.2, 0.5)),
    ("150.01 2.2 0.5", Round(150.01, 2.2, 0.5)),
    ("10 20 12 20 12 22 10 22", Polygon(10, 20, 12, 20, 12, 22, 10, 22)),
    ("10 20 12 20 12 22 NaN NaN 40 -20 41 -20 41 -19",
     Apart(Polygon(10, 20, 12, 20, 12, 22), Polygon(40, -20, 41, -20, 41, -19))),
    ("Time TT 59000 59001 POLYGON fillfactor 0.9 ICRS 10 20 12 20 12 22 10 22 Spectral TOPOCENTER 4000 5000 unit Angstrom"
     .split(" Spectral")[0], Polygon(10, 20, 12, 20, 12, 22, 10, 22)),
]


def directions(shape):
    """Around it, and a few anywhere."""
    lon, lat = shape.points()
    edge = SkyCoord(lon * u.deg, lat * u.deg)
    middle = SkyCoord(*[SkyCoord(edge.cartesian.mean(), frame="icrs").spherical.lon, SkyCoord(edge.cartesian.mean(), frame="icrs").spherical.lat])
    reach = np.minimum(middle.separation(edge).max().deg * 1.3, 180)
    distance = np.degrees(np.arccos(1 - rng.random(80) * (1 - np.cos(np.radians(reach)))))
    near = middle.directional_offset_by(rng.random(80) * 360 * u.deg, distance * u.deg)
    far_lon, far_lat = rng.random(10) * 360, np.degrees(np.arcsin(rng.random(10) * 2 - 1))
    return np.append(near.ra.deg, far_lon), np.append(near.dec.deg, far_lat)


def main():
    cases = []
    for text, shape in CASES:
        lon, lat = np.concatenate([directions(part) for part in getattr(shape, "parts", [shape])], axis=1)
        lon, lat = np.round(lon, 6), np.round(lat, 6)
        edge = shape.points()
        cases.append({"text": text, "area": float(shape.area()), "longitude": lon.tolist(), "latitude": lat.tolist(),
                      "inside": "".join("1" if x else "0" for x in shape.contains(lon, lat)),
                      "edge": [[round(float(a), 7), round(float(b), 7)] for a, b in zip(*edge)]})
    (HERE / "footprints.json").write_text(json.dumps(cases) + "\n")
    for case in cases:
        print(f"{case['area']:.8g} {case['inside'].count('1'):4d}  {case['text'][:70]}")


main()
