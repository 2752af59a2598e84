"""What astropy makes of tables of text: run by hand, the output `text-tables.json` is committed.

    python test/unit/table/make_text_tables.py && npx prettier --write test/unit/table/text-tables.json
"""

import io
import json
import warnings
from pathlib import Path

import numpy as np
from astropy.io import ascii
from astropy.table import MaskedColumn, Table

warnings.simplefilter("ignore")
HERE = Path(__file__).parent

CSV = {
    "types": ("a,b,c,d\n1,2,x,1.5\n3,,,\n-7,+5,True,.5\n", {}),
    "an integer of more than 64 bits": ("a,b\n9223372036854775808,1e400\n3,2\n", {}),
    "64 bits": ("a,b\n9223372036854775807,007\n-9223372036854775808,-0\n", {}),
    "nan and infinities": ("a,b,c\n1,nan,-infinity\n3,Inf,+NaN\n", {}),
    "no number": ("a,b,c,d\n1,1_000,1D5,N/A\n3,2,2,3\n", {}),
    "blanks around fields": (" a , b \n1 , x y \n3,z\n", {}),
    "quotes": ('a,"b ""c"", d"\n1,"x, ""y"""\n2,"two\nlines"\n3,"7"\n', {}),
    "numbers in quotes": ('a,b\n0,"1"\n1,"5"\n', {}),
    "tabs": ("a\tb\n1\t2\n3\t4\n", {}),
    "bars": ("a|b\n1|2\n3|4\n", {}),
    "blanks": ("a b  c\n1  2 x\n3 4 'y\n", {}),
    "no names": ("1,2\n3,4.5\n", {}),
    "a comment before": ("# hello\n# to you\na,b\n0,2\n1,4\n", {}),
    "names in a comment": ("# a b\n0 2\n1 4\n", {}),
    "names that are the same": ("a,a\n0,2\n1,4\n", {}),
    "nothing in a column": ("a,b\n,\n,\n", {}),
    "a line without anything": ("a,b\n0,2\n\n1,4\n\n", {}),
    "carriage returns": ("a,b\r\n0,x\r\n1,y\r\n", {}),
    "old line ends": ("a,b\r0,x\r1,y\r", {}),
    "no last line end": ("a,b\n0,x\n1,y", {}),
    "one column": ("a\n1\n2\n", {"format": "csv"}),
    "fewer fields": ("a,b,c\n1\n3,4,x\n", {"format": "csv"}),
    "no rows": ("a,b\n", {"format": "csv"}),
    "letters of the world": ("näme,星\n1,ü\n2,日本\n", {}),
}


def column(col):
    kind = col.dtype.kind
    values = []
    for value in col.tolist():
        if value is None:
            values.append(None)
        elif kind in "fc" and not isinstance(value, list):
            values.append(repr(value))
        elif isinstance(value, (list, np.ndarray)):
            values.append(json.dumps(np.ma.asarray(value).tolist()))
        else:
            values.append(str(value))
    name = "text" if kind in "US" else "object" if kind == "O" else col.dtype.name
    return {
        "name": col.name,
        "type": name,
        "shape": list(col.shape[1:]),
        "unit": str(col.unit) if col.unit is not None else None,
        "description": col.description,
        "values": values,
    }


def cells(table):
    return [column(table[name]) for name in table.colnames]


def ecsv_cases():
    table = Table()
    table["id"] = MaskedColumn(
        np.array([2**63 - 1, -(2**63), 5, 6]), mask=[0, 0, 1, 0], description="it's: a \"b\" # c, é"
    )
    table["u64"] = np.array([2**64 - 1, 0, 1, 2], dtype="u8")
    for kind in ["i1", "u1", "i2", "u2", "i4", "u4"]:
        info = np.iinfo(kind)
        table[kind] = np.array([info.min, info.max, 1, 2], dtype=kind)
    table["f4"] = MaskedColumn(
        np.array([0.1, np.nan, -np.inf, 1e-40], dtype="f4"), mask=[0, 0, 0, 1], unit="mag"
    )
    table["f8"] = np.array([0.1, np.nan, np.inf, -0.0])
    table["f8"].unit = "erg / (s cm2)"
    table["s"] = MaskedColumn(['x, y', '"q"', "", "# no"], mask=[0, 0, 1, 0])
    table["flag"] = MaskedColumn([True, False, True, False], mask=[0, 1, 0, 0])
    table["z"] = np.array([1 + 2j, 3j, -1.5e-7 - 0.5j, 4])
    table["m"] = np.arange(24.0).reshape(4, 2, 3)
    table["mm"] = MaskedColumn(np.arange(8).reshape(4, 2), mask=[[0, 1], [0, 0], [1, 1], [0, 0]])
    lists = np.empty(4, dtype=object)
    lists[:] = [np.array([1, 2**62]), np.array([], dtype="i8"), np.array([3]), np.array([4, 5, 6])]
    table["v"] = lists
    table["texts"] = np.array([["a", "b,c"], ["", "d"], ["e", "ü"], ['"', "g"]])
    table["two words"] = [1, 2, 3, 4]
    table.meta["comments"] = ["a comment"]
    texts = {}
    for name, delimiter in [("commas", ","), ("blanks", " ")]:
        out = io.StringIO()
        table.write(out, format="ascii.ecsv", delimiter=delimiter)
        texts[name] = out.getvalue()
    short = Table({"a": [1.5, 2.5]}, units={"a": "Jy"})
    out = io.StringIO()
    short.write(out, format="ascii.ecsv")
    texts["one column"] = out.getvalue()
    out = io.StringIO()
    short[:0].write(out, format="ascii.ecsv")
    texts["no rows"] = out.getvalue()
    return texts


def main():
    csv = [
        {"name": name, "text": text, "columns": cells(ascii.read(text, **options))}
        for name, (text, options) in CSV.items()
    ]
    ecsv = [
        {"name": name, "text": text, "columns": cells(Table.read(text, format="ascii.ecsv"))}
        for name, text in ecsv_cases().items()
    ]
    out = HERE / "text-tables.json"
    out.write_text(json.dumps({"csv": csv, "ecsv": ecsv}, indent=1, ensure_ascii=False) + "\n")


main()
