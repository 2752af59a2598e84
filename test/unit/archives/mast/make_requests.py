"""Records what astroquery asks of MAST, and what it makes of the answers: requests.json, filtered.json,
tables.json beside this script.

    pip install astroquery    # 0.4.12 or later: the script was run with 2e8c636ba874
    python make_requests.py [../shared/golden]

The code in queries.json is run as it stands; nothing goes to the network: answers come from the golden files.
"""

import difflib
import json
import sys
import warnings
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import numpy as np
import requests

HERE = Path(__file__).parent
GOLDEN = Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "../../../../../shared/golden")
MAST = GOLDEN / "mast"
KEPT_HEADERS = ("content-type", "accept")

recorded = []


def read(name):
    return json.loads((MAST / name).read_text())


ROMAN_COLUMNS = [
    {"column_name": name, "field_name": name, "description": name, "datatype": "char", "qual_type": "string"}
    for name in ("pass", "fileSetName", "ra_targ", "dec_targ")
]
PRODUCT = {"product_key": "A_a.fits", "access": "PUBLIC", "dataset": "A", "filename": "a.fits",
           "uri": "A/a.fits", "file_suffix": "SHF", "category": "AUX", "size": 10, "type": "science"}


def answer_to(method, url, body):
    path = urlsplit(url).path
    if path.endswith("columnsconfig"):
        return read("columnsconfig.json")
    if path.endswith("path_lookup/"):
        uris = [value for key, value in parse_qsl(urlsplit(url).query) if key == "uri"]
        return {uri: {"status_code": 200, "path": "/x/" + uri.rsplit("/", 1)[-1]} for uri in uris}
    if "Santa-war" in path:
        return read("resolver.json")
    if path.endswith("column_list"):
        return ROMAN_COLUMNS if "roman" in url else read("mission_columns.json")
    if path.endswith("list_products"):
        return {"products": [PRODUCT]}
    if path.endswith("/search"):
        return read("mission_results.json")
    service = body["service"]
    if service == "Mast.Caom.All":
        return read("missions.extjs")
    if service == "Mast.Caom.Products":
        return read("products.json")
    if service == "Mast.Name.Lookup":
        return read("resolver.json")
    if body["params"].get("columns") == "COUNT_BIG(*)":
        return read("countsResp.json")
    return read("caom.json" if service == "Mast.Caom.Cone" else "advSearchPos.json")


def send(self, prepared, **kwargs):
    text = prepared.body.decode() if isinstance(prepared.body, bytes) else (prepared.body or "")
    if text.startswith("request="):
        body = json.loads(unquote(text[len("request="):]))
        body.pop("cacheBreaker")
    elif text.startswith("{"):
        body = json.loads(text)
    else:
        body = text or None
    headers = {key.lower(): value for key, value in prepared.headers.items() if key.lower() in KEPT_HEADERS}
    recorded.append({"method": prepared.method, "url": prepared.url, "headers": headers, "body": body})
    response = requests.Response()
    response.status_code = 200
    response.url = prepared.url
    response.request = prepared
    response._content = json.dumps(answer_to(prepared.method, prepared.url, body)).encode()
    return response


def run(code):
    """The requests of some code, but for those that only fetch what columns there are."""
    recorded.clear()
    scope = {}
    exec(code, scope)
    asked = [one for one in recorded
             if not one["url"].endswith("columnsconfig") and "column_list" not in one["url"]]
    return [dict(one) for one in asked], scope


def plain(value):
    if value is np.ma.masked or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def table_of(table):
    """Columns with the kind of their numpy type and all their values; what is missing is null."""
    columns = [{"name": name, "kind": table[name].dtype.kind, "values": [plain(v) for v in table[name]]}
               for name in table.colnames]
    for column in columns:
        column["values"] = [v.rstrip() if isinstance(v, str) else v for v in column["values"]]
    return columns


FILTERS = [
    {}, {"mrp_only": True}, {"extension": "fits"}, {"extension": "FITS"}, {"extension": ["jpg", "txt"]},
    {"extension": "_drz.fits"}, {"extension": "png"}, {"productType": "SCIENCE"}, {"productType": "science"},
    {"productType": ["SCIENCE", "PREVIEW"]}, {"productType": "!SCIENCE"}, {"productType": ["!SCIENCE", "!PREVIEW"]},
    {"productType": ["SCIENCE", "AUXILIARY", "!AUXILIARY"]}, {"productType": []},
    {"productSubGroupDescription": ["DRZ", "C3M"]}, {"productSubGroupDescription": "drz"},
    {"productSubGroupDescription": "DR"}, {"size": 207360}, {"size": "207360"}, {"size": "<100000"},
    {"size": ">=207360"}, {"size": "<=207360"}, {"size": ">207360"}, {"size": "100000..300000"},
    {"size": "!100000..300000"}, {"size": ["<50000", ">1000000"]}, {"size": ["!207360", "<1000000"]},
    {"size": ["!>1000000", "!<50000"]}, {"size": ["100..200", 207360, "!207360"]}, {"size": "2.0736e5"},
    {"size": " 207360 "}, {"size": "207_360"}, {"size": "+100000..+300000.5"}, {"size": "-5..100000"},
    {"size": ">1e6"}, {"size": "300000..100000"}, {"obs_id": "u9o40504m"}, {"obsID": "2003738726"},
    {"obs_collection": "HST", "productType": "SCIENCE", "mrp_only": True, "extension": ["fits"]},
    {"type": "S", "size": ">200000", "description": "!DADS C3M file - Calibrated exposure WFPC2"},
    {"productGroupDescription": "Minimum Recommended Products"},
    {"productGroupDescription": "!Minimum Recommended Products"}, {"dataproduct_type": ["image", "!image"]},
]
BAD_FILTERS = [{"size": "large"}, {"size": "1..x"}, {"size": ">"}, {"size": "!"}, {"nothing": "x"},
               {"productTipe": "SCIENCE"}]
NEAR = ["obs_colection", "instrument", "filter", "Proposal_PI", "tmin", "exptime", "ra", "dec", "wavelength",
        "targetname", "xyzzy", "", "data_right", "calib", "objid1", "obs", "t_obs", "em", "distanse",
        "sregion", "jpgURL", "provenance", "titel", "OBS_TITEL", "intent"]
NAMES = [
    {"names": ["M8"]}, {"names": ["M1", "M101"], "all": True}, {"names": ["M10"], "resolver": "NED"},
    {"names": ["TIC 307210830"], "resolver": "SIMBAD"}, {"names": ["Barnard's Star"]},
]


def main():
    warnings.simplefilter("ignore")
    requests.Session.send = send
    from astroquery.exceptions import InvalidQueryError
    from astroquery.mast import MastMissions, Observations, utils
    from astroquery.mast.discovery_portal import _json_to_table
    from astroquery.mast.services import _json_to_table as _mission_table

    queries = json.loads((HERE / "queries.json").read_text())
    out = {"mast": {}, "missions": {}, "names": [], "products": [], "lookups": []}
    for query in queries["mast"]:
        asked, scope = run(query["python"])
        counted = query["python"].split("products = ")[0]
        for method in ("query_criteria", "query_region"):
            counted = counted.replace(f"Observations.{method}(", f"Observations.{method}_count(")
        count, counts = run(counted)
        assert int(counts["observations"]) == 599
        out["mast"][query["name"]] = {"requests": asked, "count": count}
    for query in queries["missions"]:
        out["missions"][query["name"]] = {"requests": run(query["python"])[0]}

    for names in NAMES:
        recorded.clear()
        found = utils.resolve_object(names["names"], resolver=names.get("resolver"),
                                     resolve_all=names.get("all", False))
        single = len(names["names"]) == 1
        found = {names["names"][0]: found} if single else found
        place = lambda c: [float(c.ra.deg), float(c.dec.deg)]  # noqa: E731
        places = {name: {r: place(c) for r, c in coords.items()} if isinstance(coords, dict) else place(coords)
                  for name, coords in found.items()}
        out["names"].append({**names, "requests": list(recorded), "places": places})

    many = [str(1000 + i) for i in range(1203)]
    recorded.clear()
    Observations.get_product_list(many)
    out["products"] = {"obsids": many, "requests": [r for r in recorded if "columnsconfig" not in r["url"]]}
    uris = [f"mast:JWST/product/jw{i:05d} +&é_rate.fits" for i in range(93)]
    recorded.clear()
    paths = utils.get_cloud_paths(uris)
    out["lookups"] = {"uris": uris, "paths": paths, "requests": list(recorded)}
    recorded.clear()
    Observations.list_missions()
    out["all"] = [r for r in recorded if "columnsconfig" not in r["url"]]
    recorded.clear()
    MastMissions.mission = "hst"
    MastMissions.get_product_list(["Z14Z0104T"])
    out["missionProducts"] = list(recorded)
    recorded.clear()
    Observations._portal_api_connection._get_col_config("Mast.Caom.Cone")
    out["columns"] = list(recorded)
    config = read("columnsconfig.json")
    out["nearest"] = {word: (difflib.get_close_matches(word, config.keys(), n=1) or [None])[0] for word in NEAR}
    numbers = [0.0, -0.0, 1.0, 10.0, -2.5, 0.1, 1e-4, 9.999e-5, 1e-5, 1.5e-7, 123456789.125, 1e15, 1e16,
               1.2345e17, 1e22, 254.28746, 5e-324, 1.7976931348623157e308, 0.30000000000000004]
    out["floats"] = [[number, repr(number)] for number in numbers]
    write("requests.json", out)

    products = utils.remove_duplicate_products(
        Observations.get_product_list(["2003738726"]), "dataURI")
    filtered = []
    for filters in FILTERS:
        kept = Observations.filter_products(products, **filters)
        filtered.append({"filters": filters, "uris": [str(uri) for uri in kept["dataURI"]]})
    bad = []
    for filters in BAD_FILTERS:
        try:
            Observations.filter_products(products, **filters)
            raise AssertionError(f"{filters} is taken")
        except InvalidQueryError as error:
            bad.append({"filters": filters, "error": str(error)})
    write("filtered.json", {"good": filtered, "bad": bad})

    tables = {}
    for name in ("caom.json", "advSearchPos.json", "products.json", "hsc.json", "countsResp.json"):
        tables[name] = table_of(_json_to_table(read(name), config))
    pages = [json.loads((GOLDEN / f"synthetic/mast/paged_{page}_of_3.json").read_text()) for page in (1, 2, 3)]
    from astropy.table import vstack
    tables["paged"] = table_of(vstack([_json_to_table(page, config) for page in pages]))
    tables["mission_results.json"] = table_of(_mission_table(read("mission_results.json"), data_key="results"))
    write("tables.json", tables)
    metadata = Observations.get_metadata("observations")
    write("metadata.json", [dict(zip(metadata.colnames, map(str, row))) for row in metadata])


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
