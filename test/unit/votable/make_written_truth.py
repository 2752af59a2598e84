"""Writes test/fixtures/votable/written-truth.json: what astropy reads from written.vot, which write-votable.test.ts keeps as it is
written. Run after that test has written the file anew (`npx vitest run -u`).

Run with astropy 7 or later: python make_written_truth.py
"""

import json
import warnings
from pathlib import Path

from astropy.io.votable import parse

from make_votable_truth import plain


def main():
    folder = Path(__file__).parents[2] / "fixtures/votable"
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        table = parse(folder / "written.vot", verify="warn").get_first_table()
    columns = []
    for at, field in enumerate(table.fields):
        cells = []
        for row, masked in zip(table.array.data, table.array.mask):
            if getattr(masked[at], "shape", ()) == () and bool(masked[at]):
                cells.append(None)
            elif getattr(masked[at], "all", None) is not None and getattr(masked[at], "shape", ()) != ():
                value = row[at].copy()
                flat = [None if m else plain(v) for v, m in zip(value.ravel(), masked[at].ravel())]
                cells.append(flat)
            else:
                value = row[at]
                cells.append(plain(value.ravel() if getattr(value, "ndim", 0) > 0 else value))
        columns.append({
            "name": field.name,
            "datatype": field.datatype,
            "arraysize": field.arraysize,
            "unit": plain(field.unit),
            "ucd": field.ucd,
            "description": field.description,
            "cells": cells,
        })
    # W03: it makes IDs of names that are none, which is its own affair.
    texts = [str(one.message) for one in said if "W03" not in str(one.message)]
    truth = {"columns": columns, "warnings": texts}
    (folder / "written-truth.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
