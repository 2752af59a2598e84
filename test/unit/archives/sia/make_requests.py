"""Records what pyvo sends for SIA 2 queries, and what astropy says of units and times.

    python3 make_requests.py        (pyvo 1.9, astropy 8; nothing goes to the network)

Writes requests.json and units.json beside itself. Where python/*.py exist (the code that the project writes for
users; `npx vitest run test/unit/archives/sia` makes them), they are run, too, and what they send is recorded.
"""

import json
import pathlib
import re
import runpy
from urllib.parse import parse_qsl, urlsplit

import astropy.units as u
import numpy as np
import pyvo
import requests
from astropy.coordinates import SkyCoord
from astropy.time import Time
from requests.adapters import BaseAdapter

HERE = pathlib.Path(__file__).parent
ADDRESS = "https://irsa.ipac.caltech.edu/SIA"
INF = float("inf")

CAPABILITIES = f"""<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0"
 xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<capability standardID="ivo://ivoa.net/std/SIA#query-2.0"><interface xsi:type="vs:ParamHTTP" role="std">
<accessURL use="base">{ADDRESS}</accessURL></interface></capability></vosi:capabilities>"""
EMPTY = """<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results">
<INFO name="QUERY_STATUS" value="OK"/><TABLE><FIELD name="obs_id" datatype="char" arraysize="*"/>
<DATA><TABLEDATA/></DATA></TABLE></RESOURCE></VOTABLE>"""


class Recorder(BaseAdapter):
    def __init__(self):
        super().__init__()
        self.sent = []

    def send(self, request, **kwargs):
        path = urlsplit(request.url).path
        answer = requests.Response()
        answer.status_code = 200
        answer.url = request.url
        answer.request = request
        answer.headers["content-type"] = "text/xml"
        text = CAPABILITIES if path.endswith("/capabilities") else EMPTY
        if text is EMPTY:
            self.sent.append(request)
        import io
        from urllib3.response import HTTPResponse
        answer.raw = HTTPResponse(io.BytesIO(text.encode()), status=200, preload_content=False)
        return answer

    def close(self):
        pass


def parameters_of(request):
    values = {}
    for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return values


def circle(ra, dec, radius):
    return {"kind": "circle", "centre": {"longitude": ra, "latitude": dec}, "radius": radius}


def interval(low, high):
    word = lambda x: ("inf" if x > 0 else "-inf") if np.isinf(x) else x
    return {"from": word(low), "to": word(high)}


def box(a, b, c, d):
    return {"kind": "range", "longitude": interval(a, b), "latitude": interval(c, d)}


def polygon(*numbers):
    corners = [{"longitude": a, "latitude": b} for a, b in zip(numbers[::2], numbers[1::2])]
    return {"kind": "polygon", "corners": corners}


# Name, ours (what is typed is read first), pyvo's.
CASES = [
    ("the reference search", {"place": [circle(150.01, 2.2, 0.01)], "collection": ["spitzer_seip"]},
     dict(pos=(SkyCoord("150.01d 2.2d", frame="icrs"), 0.01 * u.deg), collection="spitzer_seip")),
    ("numbers in degrees", {"place": [circle(150, 2, 1)]}, dict(pos=(150, 2, 1))),
    ("a radius in arcseconds", {"place": [circle(210.802429, 54.34875, 10 / 3600)]},
     dict(pos=(210.802429, 54.34875, 10 / 3600 * u.deg))),
    ("a tiny circle", {"place": [circle(0, -90, 1e-5)]}, dict(pos=(0, -90, 1e-5))),
    ("two circles", {"place": [circle(10, -41.5, 0.1), circle(359.999999, 89.5, 0.25)]},
     dict(pos=[(10, -41.5, 0.1), (359.999999, 89.5, 0.25)])),
    ("a circle twice", {"place": [circle(10, 20, 0.5), circle(10, 20, 0.5)]},
     dict(pos=[(10, 20, 0.5), (10.0, 20.0, 0.5)])),
    ("a range", {"place": [box(12, 12.5, -34, 34)]}, dict(pos=(12, 12.5, -34, 34))),
    ("a range and a polygon", {"place": [box(0, 360, -2, 2), polygon(10, 10, 20, 10, 20, 20, 10, 20)]},
     dict(pos=[(0, 360, -2, 2), (10, 10, 20, 10, 20, 20, 10, 20)])),
    ("a triangle", {"place": [polygon(12.0, 34.0, 14.0, 35.0, 14.0, 36.0)]},
     dict(pos=(12.0, 34.0, 14.0, 35.0, 14.0, 36.0))),
    ("one wavelength", {"band": [interval(3.6e-6, 3.6e-6)], "collection": ["wise_allwise"]},
     dict(band=3.6e-6, collection="wise_allwise")),
    ("a band", {"band": [interval(1.1e-6, 1.4e-6)], "collection": ["twomass_allsky"]},
     dict(band=(1.1e-6, 1.4e-6), collection="twomass_allsky")),
    ("open bands", {"band": [interval(-INF, 1e-6), interval(0.21, INF)], "place": [circle(1, 2, 3)]},
     dict(band=[(-INF, 1e-6), (0.21, INF)], pos=(1, 2, 3))),
    ("a band in micrometres", {"typed": {"band": ["3.13..3.96 um"]}, "collection": ["spitzer_seip"]},
     dict(band=(3.13 * u.um, 3.96 * u.um), collection="spitzer_seip")),
    ("a frequency", {"typed": {"band": ["1.4 GHz..1.5 GHz"]}, "place": [circle(1, 2, 3)]},
     dict(band=(1.4 * u.GHz, 1.5 * u.GHz), pos=(1, 2, 3))),
    ("an energy", {"typed": {"band": ["0.5-2 keV"]}, "place": [circle(1, 2, 3)]},
     dict(band=(0.5 * u.keV, 2 * u.keV), pos=(1, 2, 3))),
    ("a time", {"time": [interval(55197, 55562.5)], "collection": ["wise_allsky"]},
     dict(time=(Time(55197, format="mjd"), Time(55562.5, format="mjd")), collection="wise_allsky")),
    ("a moment", {"typed": {"time": ["2012-01-01T12:30:00"]}, "place": [circle(1, 2, 3)]},
     dict(time="2012-01-01T12:30:00", pos=(1, 2, 3))),
    ("times as ISO dates",
     {"typed": {"time": ["2010-01-14T00:00:00..2010-08-05T01:02:03.456", "2016-12-31T12:00..2017-01-01T00:00"]},
      "collection": ["neowiser"]},
     dict(time=[("2010-01-14T00:00:00", "2010-08-05T01:02:03.456"), ("2016-12-31T12:00", "2017-01-01T00:00")],
          collection="neowiser")),
    ("polarization", {"polarization": ["I", "Q", "POLI"], "place": [circle(1, 2, 3)]},
     dict(pol=["I", "Q", "POLI"], pos=(1, 2, 3))),
    ("field of view", {"fieldOfView": [interval(0.5, 1), interval(2, INF)], "place": [circle(1, 2, 3)]},
     dict(field_of_view=[(0.5, 1), (2, INF)], pos=(1, 2, 3))),
    ("resolutions", {"resolution": [interval(0, 2)], "timeResolution": [interval(-INF, 60)],
                     "resolvingPower": [interval(1000, 2000.5)], "exposure": [interval(100, INF)],
                     "place": [circle(1, 2, 3)]},
     dict(spatial_resolution=(0, 2), timeres=(-INF, 60), spectral_resolving_power=(1000.0, 2000.5),
          exptime=(100, INF), pos=(1, 2, 3))),
    ("an exposure in minutes", {"exposure": [interval(600, 3600)], "place": [circle(1, 2, 3)]},
     dict(exptime=(10 * u.min, 1 * u.hour), pos=(1, 2, 3))),
    ("texts with all kinds of characters",
     {"id": ["ivo://cadc.nrc.ca/HSTHLA?hst_12477_28/x+y&z=1"], "target": ["M 101", "NGC 5457 \"pinwheel\"", "η Car; 100%"],
      "facility": ["Spitzer Space Telescope"], "instrument": ["NIRCAM/IMAGE", "a\\b'c"], "collection": ["日本 #1"]},
     dict(publisher_did="ivo://cadc.nrc.ca/HSTHLA?hst_12477_28/x+y&z=1",
          # pyvo 1.9 forgets all values of target_name but the last; its raw parameters do not.
          TARGET=["M 101", "NGC 5457 \"pinwheel\"", "η Car; 100%"], facility="Spitzer Space Telescope",
          instrument=["NIRCAM/IMAGE", "a\\b'c"], collection="日本 #1")),
    ("texts that want to be code", {"target": ["x\"); import os; os.abort() #\n\\"], "instrument": ["{0} %s \u2028 \x7f \U0001F52D"]},
     dict(target_name="x\"); import os; os.abort() #\n\\", instrument="{0} %s \u2028 \x7f \U0001F52D")),
    ("types and levels", {"productType": ["image", "cube"], "calibration": [0, 2, 4], "place": [circle(1, 2, 3)]},
     dict(data_type=["image", "cube"], calib_level=[0, 2, 4], pos=(1, 2, 3))),
    ("formats", {"format": ["image/fits", "application/x-votable+xml;content=datalink"], "place": [circle(1, 2, 3)]},
     dict(res_format=["image/fits", "application/x-votable+xml;content=datalink"], pos=(1, 2, 3))),
    ("the columns alone", {"mostRows": 0}, dict(maxrec=0)),
    ("a limit", {"mostRows": 50, "collection": ["euclid_DpdMerBksMosaic"], "place": [circle(273.891148, 64.526926, 5 / 3600)]},
     dict(maxrec=50, collection="euclid_DpdMerBksMosaic",
          # Not a SkyCoord: pyvo writes six digits of those.
          pos=(273.891148, 64.526926, 5 * u.arcsec))),
    ("parameters of the service's own",
     {"other": {"PROPOSAL": ["1783"], "energy.band": ["a b", "c"]}, "place": [circle(1, 2, 3)]},
     {"pos": (1, 2, 3), "PROPOSAL": "1783", "energy.band": ["a b", "c"]}),
    ("everything at once",
     {"place": [circle(53.16, -27.78, 0.25)], "band": [interval(9e-7, 5e-6)], "time": [interval(59700, 60000)],
      "polarization": ["I"], "fieldOfView": [interval(0.01, 1)], "resolution": [interval(0.01, 0.2)],
      "resolvingPower": [interval(4, 100)], "exposure": [interval(1000, 1e5)], "timeResolution": [interval(10, 1e16)],
      "facility": ["JWST"], "collection": ["jades"], "instrument": ["NIRCam"], "productType": ["image"],
      "calibration": [3], "target": ["GOODS-S"], "format": ["image/fits"], "mostRows": 1000},
     dict(pos=(53.16, -27.78, 0.25), band=(9e-7, 5e-6), time=(Time(59700, format="mjd"), Time(60000, format="mjd")),
          pol="I", field_of_view=(0.01, 1), spatial_resolution=(0.01, 0.2), spectral_resolving_power=(4.0, 100.0),
          exptime=(1000, 1e5), timeres=(10, 1e16), facility="JWST", collection="jades", instrument="NIRCam",
          data_type="image", calib_level=3, target_name="GOODS-S", res_format="image/fits", maxrec=1000)),
]


def record(arguments):
    session, recorder = requests.Session(), Recorder()
    session.mount("https://", recorder)
    pyvo.dal.SIA2Service(ADDRESS, session=session).search(**arguments)
    (request,) = recorder.sent
    return parameters_of(request)


def run_code(path):
    """What code of ours sends; it makes its own session."""
    recorder = Recorder()
    send = requests.Session.get_adapter
    requests.Session.get_adapter = lambda self, url: recorder
    try:
        runpy.run_path(str(path))
    finally:
        requests.Session.get_adapter = send
    (request,) = recorder.sent
    return parameters_of(request)


def slug(name):
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")


def units():
    words = {"m": u.m, "cm": u.cm, "mm": u.mm, "um": u.um, "µm": u.um, "micron": u.micron, "nm": u.nm, "Å": u.AA,
             "Angstrom": u.AA, "Hz": u.Hz, "kHz": u.kHz, "MHz": u.MHz, "GHz": u.GHz, "THz": u.THz, "eV": u.eV,
             "meV": u.meV, "keV": u.keV, "MeV": u.MeV, "GeV": u.GeV, "TeV": u.TeV, "1/cm": 1 / u.cm, "cm-1": u.cm**-1}
    return [{"value": value, "unit": word, "metres": (value * unit).to_value(u.m, u.spectral())}
            for word, unit in words.items() for value in (1, 3.6, 0.0217, 6562.8, 1420.40575177)]


def times():
    texts = ["2024-05-01", "2024-05-01T12:30:00", "2024-05-01 12:30", "2024-05-01T23:59:59.999999", "1999-12-31T23:59:59",
             "2000-01-01T12:00:00", "1995-07-01T06:07:08.25", "2016-12-31T12:00:00", "2016-12-31T23:59:60.5",
             "2017-01-01T00:00:00", "1998-12-31T00:00:01", "1972-06-30T18:00:00", "2024:122", "2024:366:01:02:03.5",
             "1858-11-17", "2100-02-28T01:01:01", "2012-02-29T00:00:00.001"]
    return ([{"text": text, "mjd": Time(text, scale="utc").mjd} for text in texts]
            + [{"text": "60431.25", "mjd": 60431.25}, {"text": "MJD 51544", "mjd": 51544.0},
               {"text": "2460432.0", "mjd": Time(2460432.0, format="jd").mjd},
               {"text": "JD 2451545", "mjd": Time(2451545.0, format="jd").mjd},
               {"text": "2024-05-01T12:30:00Z", "mjd": Time("2024-05-01T12:30:00").mjd},
               {"text": "2024-05-01T01:30:00+02:00", "mjd": Time("2024-04-30T23:30:00").mjd}])


def main():
    cases = [{"name": name, "slug": slug(name), "query": ours, "parameters": record(theirs)} for name, ours, theirs in CASES]
    for case in cases:
        code = HERE / "python" / f"{case['slug']}.py"
        if code.exists():
            case["fromCode"] = run_code(code)
    dump = lambda name, value: (HERE / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")
    dump("requests.json", {"address": ADDRESS, "pyvo": pyvo.__version__, "cases": cases})
    dump("units.json", {"bands": units(), "times": times()})
    print(len(cases), "queries,", sum("fromCode" in case for case in cases), "from code")


main()
