"""Writes test/fixtures/votable/truth.json: documents that astropy writes, and what astropy and numpy say is in them.

Run with astropy 7 or later: python make_votable_truth.py
"""

import base64
import io
import json
import math
import warnings
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.io.votable import parse
from astropy.io.votable.tree import Field, Resource, TableElement, VOTableFile
from astropy.table import Table

warnings.simplefilter("ignore")
RNG = np.random.default_rng(20261121)


def plain(value):
    """A value as JSON; words for what JSON has not, integers beyond 2^53 as text."""
    if value is np.ma.masked or value is None:
        return None
    if isinstance(value, np.ma.MaskedArray):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, np.bytes_)):
        return value.decode("utf-8")
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (complex, np.complexfloating)):
        return {"re": plain(float(value.real)), "im": plain(float(value.imag))}
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return value
    return str(value)


def all_types():
    votable = VOTableFile(version="1.4")
    resource = Resource(type="results")
    votable.resources.append(resource)
    table = TableElement(votable, name="all types")
    resource.tables.append(table)
    kinds = [
        ("boolean", None), ("boolean", "3"), ("bit", None), ("bit", "11"), ("unsignedByte", None),
        ("unsignedByte", "*"), ("short", None), ("short", "2x3"), ("int", None), ("int", "*"),
        ("long", None), ("long", "2"), ("float", None), ("float", "3"), ("double", None),
        ("double", "2x*"), ("floatComplex", None), ("doubleComplex", "2"), ("char", "*"),
        ("char", "7"), ("unicodeChar", "*"), ("unicodeChar", "4"), ("char", "9*"),
    ]
    for datatype, arraysize in kinds:
        name = f"{datatype}_{arraysize or 'one'}".replace("*", "any")
        field = Field(votable, name=name, ID=name.replace("x", "by"), datatype=datatype,
                      arraysize=arraysize, unit="m" if datatype == "double" else None)
        if datatype in ("short", "int", "long", "unsignedByte") and arraysize is None:
            field.values.null = 99
        table.fields.append(field)
    rows = 40
    table.create_arrays(rows)
    words = ["", "plain", "a < b & c > d", "quotes \" '", "longer than seven"]
    unicode_words = ["", "ἀστήρ", "星", "ab"]
    for i in range(rows):
        values, masks = [], []
        for datatype, arraysize in kinds:
            count = {None: 1, "*": i % 4, "2x*": 2 * (i % 3), "9*": 1}.get(arraysize)
            if count is None:
                count = int(np.prod([int(n) for n in arraysize.split("x")]))
            value = sample(datatype, count, i, words, unicode_words, arraysize)
            if arraysize == "2x3":
                value = np.reshape(value, (3, 2))
            elif arraysize == "2x*":
                value = np.reshape(value, (-1, 2))
            elif arraysize is None and not isinstance(value, str):
                value = value[0]
            masked = i % 7 == 3 and arraysize is None and datatype not in ("bit", "char", "unicodeChar")
            varies = arraysize is not None and arraysize.endswith("*")
            if varies and isinstance(value, np.ndarray):
                value = np.ma.array(value, mask=np.zeros(value.shape, dtype=bool))
                masks.append(False)
            elif isinstance(value, np.ndarray):
                masks.append(np.zeros(value.shape, dtype=bool))
            else:
                masks.append(masked)
            values.append(value)
        table.array[i] = tuple(values)
        table.array.mask[i] = tuple(masks)
    return votable


def sample(datatype, count, row, words, unicode_words, arraysize):
    if datatype == "char":
        width = 7 if arraysize == "7" else 9 if arraysize == "9*" else 99
        return words[row % len(words)][:width].rstrip()
    if datatype == "unicodeChar":
        return unicode_words[row % len(unicode_words)][: 4 if arraysize == "4" else 99]
    if datatype in ("boolean", "bit"):
        return RNG.integers(0, 2, count).astype(bool)
    if datatype == "unsignedByte":
        return RNG.integers(0, 90, count).astype("u1")
    if datatype in ("short", "int", "long"):
        bits = {"short": 15, "int": 31, "long": 63}[datatype]
        return RNG.integers(-(2**bits), 2**bits - 1, count).astype(f"i{(bits + 1) // 8}")
    if datatype in ("float", "double"):
        values = RNG.normal(size=count) * 10.0 ** RNG.integers(-20, 20, count)
        if count > 0 and row == 5:
            values[0] = np.inf
        if count > 0 and row == 6 and arraysize is not None:
            values[0] = np.nan
        return values.astype("f4" if datatype == "float" else "f8")
    values = RNG.normal(size=count) + 1j * RNG.normal(size=count)
    return values.astype("c8" if datatype == "floatComplex" else "c16")


def truth_of(text):
    parsed = parse(io.BytesIO(text))
    tables = []
    for table in parsed.iter_tables():
        rows = []
        for row, mask in zip(table.array.data, table.array.mask):
            cells = []
            for value, masked in zip(row, mask):
                whole = bool(masked) if np.ndim(masked) == 0 else False
                if whole:
                    cells.append(None)
                else:
                    cells.append(plain(value))
            rows.append(cells)
        tables.append({
            "fields": [{"name": f.name, "datatype": f.datatype, "unit": plain(f.unit)} for f in table.fields],
            "rows": rows,
        })
    return tables


def text_of(votable, how):
    out = io.BytesIO()
    votable.to_xml(out, tabledata_format=how)
    return out.getvalue()


def fits_in_votable():
    table = Table({
        "id": np.arange(5, dtype="i8") * 2**60 // 3,
        "flux": np.array([1.5, np.nan, -3.25, 0, 1e30], dtype="f4"),
        "name": ["a", "bb", "", "dddd", "e"],
        "pair": np.arange(10, dtype="i2").reshape(5, 2),
    })
    out = io.BytesIO()
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU(table)]).writeto(out)
    data = base64.encodebytes(out.getvalue()).decode()
    fields = (
        '<FIELD name="id" datatype="long"/><FIELD name="flux" datatype="float" unit="Jy" '
        'ucd="phot.flux"/><FIELD name="name" datatype="char" arraysize="4"/>'
        '<FIELD name="pair" datatype="short" arraysize="2"/>'
    )
    text = (
        '<?xml version="1.0"?><VOTABLE version="1.3"><RESOURCE><TABLE>' + fields
        + '<DATA><FITS extnum="1"><STREAM encoding="base64">' + data
        + "</STREAM></FITS></DATA></TABLE></RESOURCE></VOTABLE>"
    )
    rows = [[plain(table[name][i]) for name in table.colnames] for i in range(len(table))]
    names = [("id", "long", None), ("flux", "float", "Jy"), ("name", "char", None), ("pair", "short", None)]
    return text, [{"fields": [dict(zip(("name", "datatype", "unit"), f)) for f in names], "rows": rows}]


def main():
    cases = {}
    for how in ("tabledata", "binary", "binary2"):
        text = text_of(all_types(), how)
        cases[how] = {"text": text.decode("utf-8"), "tables": truth_of(text)}
    text, tables = fits_in_votable()
    cases["fits"] = {"text": text, "tables": tables}
    path = Path(__file__).parents[2] / "fixtures/votable/truth.json"
    path.write_text(json.dumps(cases, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
