"""Writes axis-truth.json: world values along each axis of some headers, by astropy.wcs (wcslib).

Values are in the unit of the header (wcslib gives SI). `straight` says whether they step evenly along the
axis, `alone` whether the other pixels leave them as they are.

Run by hand: python3 test/unit/fits/make_axis_truth.py && npx prettier --write test/unit/fits
"""

import json
import re
import warnings
from pathlib import Path

import numpy as np
from astropy import units
from astropy.io import fits
from astropy.wcs import WCS

PIXELS = [0, 1, 17, 99]

SKY = [
    "CTYPE1  = 'RA---TAN'",
    "CTYPE2  = 'DEC--TAN'",
    "CUNIT1  = 'deg'",
    "CUNIT2  = 'deg'",
    "CRVAL1  = 210.8",
    "CRVAL2  = 54.3",
    "CRPIX1  = 50.5",
    "CRPIX2  = 40.5",
    "CDELT1  = -1.0D-04",
    "CDELT2  = 1.0D-04",
]


def third(ctype, crval, crpix, cdelt, unit=None):
    cards = [
        f"CTYPE3  = '{ctype}'",
        f"CRVAL3  = {crval}",
        f"CRPIX3  = {crpix}",
        f"CDELT3  = {cdelt}",
    ]
    return cards + ([f"CUNIT3  = '{unit}'"] if unit else [])


CASES = {
    "wavelength": SKY + third("WAVE", "2.1", "1.0", "1.3E-03", "um"),
    "air": SKY + third("AWAV", "4749.7", "-3.5", "1.25", "Angstrom"),
    "d-exponent": SKY + third("FREQ", "1.420405752D+09", "256.5", "-9.765625D+03", "Hz"),
    "radio": SKY + third("VRAD", "-1200.", "12", "2.5", "km/s"),
    "frame": SKY + third("FREQ-LSR", "8.6E10", "1", "5.0E5", "Hz"),
    "curved velocity": SKY + third("VOPT-F2W", "1.0E6", "10", "2.0E4", "m/s") + ["RESTFRQ = 1.42E9"],
    "logarithmic": SKY + third("WAVE-LOG", "5.0E-7", "1", "1.0E-9", "m"),
    "felo": SKY + third("FELO-HEL", "1.0E6", "10", "2.0E4", "m/s") + ["RESTFRQ = 1.42E9"],
    "stokes": SKY
    + third("FREQ", "1.4E9", "1", "1.0E6", "Hz")
    + ["CTYPE4  = 'STOKES'", "CRVAL4  = -1.0", "CRPIX4  = 1.0", "CDELT4  = -1.0"],
    "no type": ["CRVAL1  = 100.0", "CDELT1  = 0.5", "CRPIX1  = 3.0"],
    "no crpix": ["CTYPE1  = 'WAVE'", "CUNIT1  = 'nm'", "CRVAL1  = 400.0", "CDELT1  = 0.25"],
    "pc diagonal": SKY
    + third("WAVE", "2.1", "1.0", "1.0E-03", "um")
    + ["PC1_1   = 0.8", "PC1_2   = 0.6", "PC2_1   = -0.6", "PC2_2   = 0.8", "PC3_3   = 2.0"],
    "pc couples the row": SKY + third("WAVE", "2.1", "1.0", "1.0E-03", "um") + ["PC3_1   = 0.1"],
    "pc couples the column": SKY + third("WAVE", "2.1", "1.0", "1.0E-03", "um") + ["PC1_3   = 0.1"],
    "cd": [card for card in SKY if not card.startswith("CDELT")]
    + ["CTYPE3  = 'WAVE'", "CUNIT3  = 'm'", "CRVAL3  = 4.6E-07", "CRPIX3  = 1.0"]
    + ["CD1_1   = -1.0E-4", "CD2_2   = 1.0E-4", "CD3_3   = 1.25E-10"],
    "cd couples": [card for card in SKY if not card.startswith("CDELT")]
    + ["CTYPE3  = 'WAVE'", "CUNIT3  = 'm'", "CRVAL3  = 4.6E-07", "CRPIX3  = 1.0"]
    + ["CD1_1   = -1.0E-4", "CD2_2   = 1.0E-4", "CD3_3   = 1.25E-10", "CD3_2   = 1.0E-12"],
    "time": ["CTYPE1  = 'UTC'", "CUNIT1  = 's'", "CRVAL1  = 0.0", "CRPIX1  = 1.0", "CDELT1  = 0.1"],
    "celestial without projection": [
        *("CTYPE1  = 'RA'", "CTYPE2  = 'DEC'", "CRVAL1  = 10.0", "CRVAL2  = 20.0"),
        *("CDELT1  = 0.1", "CDELT2  = 0.1", "CRPIX1  = 1.0", "CRPIX2  = 1.0"),
    ],
}

# Longer than the pixels of the truth, so that none is outside.
LENGTH = 100


def number_of_axes(cards):
    return max(int(card[5]) for card in cards if card[:5] in ("CTYPE", "CRVAL"))


def factor(unit, given):
    """What turns wcslib's SI values into the unit that the header names."""
    return 1.0 if not unit else float(given.to(units.Unit(unit)))


def truth_of(cards):
    naxis = number_of_axes(cards)
    shape = ["NAXIS   = " + str(naxis)] + [f"NAXIS{n}  = {LENGTH}" for n in range(1, naxis + 1)]
    # wcslib drops D exponents, which the standard allows (section 4.2.4).
    plain = [re.sub(r"(\d)D([+-])", r"\1E\2", card).ljust(80) for card in shape + cards]
    header = fits.Header.fromstring("".join(plain))
    wcs = WCS(header)
    reference = np.asarray(wcs.wcs.crpix) - 1
    axes = []
    for n in range(naxis):
        unit = header.get(f"CUNIT{n + 1}", "").strip()
        scale = factor(unit, wcs.wcs.cunit[n])

        def along(pixels, which=n, at=reference):
            points = np.tile(at, (len(pixels), 1))
            points[:, which] = pixels
            return wcs.wcs_pix2world(points, 0)[:, n] * scale

        values = along(PIXELS)
        even = along(np.arange(0, 91, 10))
        steps = np.diff(even)
        straight = bool(np.ptp(steps) <= 1e-9 * np.abs(steps).max())
        others = [along(PIXELS, which=m) for m in range(naxis) if m != n]
        spread = max([0.0, *(np.ptp(other) for other in others)])
        alone = bool(spread <= 1e-9 * np.abs(steps).max())
        axes.append({"values": values.tolist(), "straight": straight, "alone": alone})
    return {"cards": shape + cards, "axes": axes}


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    truth = {name: truth_of(cards) for name, cards in CASES.items()}
    output = {"pixels": PIXELS, "cases": truth}
    Path(__file__).with_name("axis-truth.json").write_text(json.dumps(output, indent=1))
