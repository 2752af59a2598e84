"""Writes sky-map-truth.json: where astropy puts directions in the two projections of the footprints.

    python3 test/unit/webview/footprints/make_sky_map_truth.py
    npx prettier --write test/unit/webview/footprints/*.json
"""

import json
from pathlib import Path

import numpy as np
from astropy.wcs import WCS


def wcs(code, longitude, latitude):
    out = WCS(naxis=2)
    out.wcs.ctype = [f"RA---{code}", f"DEC--{code}"]
    out.wcs.crval = [longitude, latitude]
    # One "pixel" is a radian in the middle, the first at 0, east to the left as on the canvas.
    out.wcs.cdelt = [-np.degrees(1), np.degrees(1)]
    out.wcs.crpix = [1, 1]
    out.wcs.set()
    return out


def case(code, longitude, latitude, directions):
    places = wcs(code, longitude, latitude).wcs_world2pix(directions, 0)
    return {
        "projection": code,
        "middle": [longitude, latitude],
        "directions": directions.tolist(),
        "places": places.tolist(),
    }


random = np.random.default_rng(7)
everywhere = np.column_stack(
    [random.uniform(0, 360, 60), np.degrees(np.arcsin(random.uniform(-1, 1, 60)))]
)
special = np.array([[0, 0], [180.0001, 1], [179.9999, 1], [10, 89.999999], [200, -89.9], [359.9, 0]])
cases = [
    case("AIT", longitude, 0, np.vstack([everywhere, special])) for longitude in (0, 83.6, 266.4)
]
for longitude, latitude, radius in (
    (150.1, 2.2, 30),
    (0.01, -45, 0.5),
    (120, 89.9, 1),
    (10.68, 41.27, 0.001),
):
    turn = random.uniform(0, 2 * np.pi, 40)
    reach = radius * np.sqrt(random.uniform(0, 1, 40)) * np.pi / 180
    # The places chosen in the plane, their directions then made by the inverse of the projection.
    plane = np.column_stack([np.tan(reach) * np.cos(turn), np.tan(reach) * np.sin(turn)])
    directions = wcs("TAN", longitude, latitude).wcs_pix2world(plane, 0)
    cases.append(case("TAN", longitude, latitude, directions))

Path(__file__).with_name("sky-map-truth.json").write_text(json.dumps(cases))
