"""Angles as people type them, in degrees, as astropy reads them: angles.json beside this file.

Run by hand; the output is committed.
"""

import json
from pathlib import Path

from astropy import units as u
from astropy.coordinates import Angle

RIGHT_ASCENSIONS = [
    ("62.5", u.deg), ("0", u.deg), ("359.999", u.deg),
    ("04h10m", u.hourangle), ("04h08m12.5s", u.hourangle), ("4:08:12.5", u.hourangle),
    ("04 08 12.5", u.hourangle), ("23h59m59.99s", u.hourangle), ("12h", u.hourangle),
    ("62d30m", u.deg), ("62d30m15.25s", u.deg),
]
DECLINATIONS = [
    ("-25.5", u.deg), ("+90", u.deg), ("-90", u.deg), ("25d30m", u.deg), ("-0d30m", u.deg),
    ("-00:30:36", u.deg), ("+25 30 15.5", u.deg), ("25:30", u.deg), ("-89:59:59.9", u.deg),
    (".5", u.deg),
]
RADII = [
    ("30", "arcmin"), ("0.25", "deg"), ("12.5", "arcsec"), ("30 arcsec", "deg"),
    ("3arcmin", "deg"), ("1.5 deg", "arcsec"), ("0.5d", "arcmin"),
]


def degrees(text, unit):
    return Angle(text, unit=unit).to_value(u.deg).item()


def radius(text, unit):
    if text[-1].isalpha():
        return Angle(text).to_value(u.deg).item()
    return Angle(float(text), unit=unit).to_value(u.deg).item()


truth = {
    "rightAscensions": [[text, degrees(text, unit)] for text, unit in RIGHT_ASCENSIONS],
    "declinations": [[text, degrees(text, unit)] for text, unit in DECLINATIONS],
    "radii": [[text, unit, radius(text, unit)] for text, unit in RADII],
}
Path(__file__).with_name("angles.json").write_text(json.dumps(truth, indent=2) + "\n")
