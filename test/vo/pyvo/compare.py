"""Runs the Python that Skybucket gives for its queries, and compares the rows pyvo gets with Skybucket's own.

    node --import tsx test/vo/pyvo/print-answers.ts | python test/vo/pyvo/compare.py

Needs pyvo (1.9.1 was used) and the server of test/vo/server/start.sh.
"""

import contextlib
import io
import json
import math
import re
import sys
import warnings

import numpy as np


def plain(value):
    """A cell of astropy as JSON has it: no masks, no NaN, no numpy."""
    if value is np.ma.masked:
        return None
    if isinstance(value, (np.ndarray, np.ma.MaskedArray)):
        return [plain(element) for element in value]
    if isinstance(value, (np.generic,)):
        value = value.item()
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value.rstrip() if isinstance(value, str) else value


def ours(value):
    """The same of a cell of Skybucket, where arrays are text."""
    if isinstance(value, str) and re.fullmatch(r"\[[-+.eE\d, Nanul]*\]", value):
        return json.loads(value.replace("NaN", "null"))
    return value


def same(one, other):
    # Nothing is null, an empty text, or an empty array, as the encoding has it.
    if one in (None, "", []) and other in (None, "", []):
        return True
    if isinstance(one, list) and other is None:
        return all(element is None for element in one)
    if isinstance(one, float) and isinstance(other, (int, float)):
        # float32 is told by its shortest decimals on one side, by all of them on the other.
        return one == other or np.float32(one) == np.float32(other)
    # Integers of 64 bits come as text.
    return one == other or (isinstance(one, int) and str(one) == other)


def main():
    cells = 0
    for answer in json.load(sys.stdin):
        space = {}
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(answer["python"], space)
        table = space["table"]
        assert table.colnames == answer["names"], (table.colnames, answer["names"])
        theirs = [[plain(row[name]) for name in table.colnames] for row in table]
        rows = [[ours(value) for value in row] for row in answer["rows"]]
        assert len(theirs) == len(rows), (answer["python"], len(theirs), len(rows))
        if "ORDER BY" not in answer["python"]:
            theirs, rows = (sorted(each, key=lambda row: repr(row[:8])) for each in (theirs, rows))
        for one, other in zip(theirs, rows, strict=True):
            for name, left, right in zip(table.colnames, one, other, strict=True):
                assert same(left, right) or same(right, left), (name, left, right)
                cells += 1
        print(f"{len(rows)} rows, {len(table.colnames)} columns: the same")
    print(f"{cells} cells compared")


main()
