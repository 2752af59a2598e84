"""Writes maps.json: small HEALPix maps as healpy writes them, and one of several orders, with values at positions.

Run by hand: python make_maps.py (healpy, astropy, numpy).
"""

import base64
import json
import tempfile
from pathlib import Path

import healpy as hp
import numpy as np
from astropy.coordinates import SkyCoord
from astropy.io import fits

RNG = np.random.default_rng(5)
FRAMES = {"C": "icrs", "G": "galactic", "E": "barycentricmeanecliptic"}
LON = np.round(RNG.uniform(0, 360, 40), 5)
LAT = np.round(np.degrees(np.arcsin(RNG.uniform(-1, 1, 40))), 5)


def bytes_of(write):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.fits"
        write(str(path))
        return base64.b64encode(path.read_bytes()).decode()


def own(frame):
    found = SkyCoord(LON, LAT, unit="deg", frame="icrs").transform_to(FRAMES[frame])
    return found.spherical.lon.deg, found.spherical.lat.deg


def row(name, file, values):
    listed = [None if np.isnan(value) else float(value) for value in values]
    return {"name": name, "longitude": LON.tolist(), "latitude": LAT.tolist(), "values": listed, "file": file}


def written(name, values, nest, frame="C", **more):
    """A map of float32, with places that nobody looked at."""
    values = values.astype(np.float32)
    values[::7] = hp.UNSEEN
    nside = hp.npix2nside(len(values))
    file = bytes_of(lambda path: hp.write_map(path, values, nest=nest, coord=frame, dtype=np.float32, **more))
    found = values[hp.ang2pix(nside, *own(frame), nest=nest, lonlat=True)].astype(float)
    return row(name, file, np.where(found == np.float32(hp.UNSEEN), np.nan, found))


def several_orders():
    """The sky in pixels of order 1, but those of the first two base pixels, which are of order 3 or are not there."""
    first = np.arange(64, dtype=np.int64) + 4 * 4**3
    uniq = np.r_[first, np.arange(8, 48, dtype=np.int64) + 4 * 4]
    uniq = uniq[RNG.permutation(len(uniq))]
    density = RNG.uniform(size=len(uniq))
    columns = [fits.Column("UNIQ", "1K", array=uniq), fits.Column("PROBDENSITY", "1D", array=density)]
    hdu = fits.BinTableHDU.from_columns(columns)
    hdu.header.update({"PIXTYPE": "HEALPIX", "ORDERING": "NUNIQ", "COORDSYS": "C", "INDXSCHM": "EXPLICIT"})
    file = bytes_of(lambda path: fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(path))
    where = {int(key): k for k, key in enumerate(uniq)}
    keys = [hp.ang2pix(8, LON, LAT, nest=True, lonlat=True) + 256, hp.ang2pix(2, LON, LAT, nest=True, lonlat=True) + 16]
    values = [next((density[where[int(key)]] for key in pair if int(key) in where), np.nan) for pair in zip(*keys)]
    return row("several orders", file, np.array(values))


rows = [
    written("nested", RNG.normal(size=hp.nside2npix(16)), True),
    written("ring, galactic", RNG.normal(size=hp.nside2npix(16)), False, "G"),
    written("ring, ecliptic, nside 6", RNG.normal(size=hp.nside2npix(6)), False, "E"),
    written("nested, partial", RNG.normal(size=hp.nside2npix(8)), True, partial=True),
    written("ring, partial, galactic", RNG.normal(size=hp.nside2npix(8)), False, "G", partial=True),
    several_orders(),
]
print([(each["name"], sum(value is None for value in each["values"]), len(each["file"])) for each in rows])
(Path(__file__).parent / "maps.json").write_text(json.dumps(rows, indent=2) + "\n")
