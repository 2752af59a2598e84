"""What pyarrow and astropy read in the files of `written/`, which written-tables.test.ts writes (UPDATE=1 makes them).

    python test/unit/table/make_written_truth.py && npx prettier --write test/unit/table/written/truth.json
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from astropy.table import Table

warnings.simplefilter("ignore")
FOLDER = Path(__file__).parent / "written"


def number(value):
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def plain(value):
    if value is None or value is np.ma.masked:
        return None
    if isinstance(value, dict):
        return [number(value["real"]), number(value["imag"])]
    if isinstance(value, (list, np.ndarray)):
        items = value.ravel() if isinstance(value, np.ndarray) else value
        return [plain(item) for item in items]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return str(value)
    if isinstance(value, (complex, np.complexfloating)):
        return [number(value.real), number(value.imag)]
    if isinstance(value, (float, np.floating)):
        return number(value)
    return str(value)


def parquet():
    table = pq.read_table(FOLDER / "every-type.parquet")
    columns = []
    for field in table.schema:
        said = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        columns.append({
            "name": field.name,
            "type": str(field.type),
            "unit": said.get("unit"),
            "description": said.get("description"),
            "cells": [plain(value) for value in table[field.name].to_pylist()],
        })
    return columns


def astropy(table):
    return [
        {
            "name": name,
            "type": str(table[name].dtype),
            "unit": None if table[name].unit is None else str(table[name].unit),
            "description": table[name].description,
            "cells": [plain(value) for value in table[name]],
        }
        for name in table.colnames
    ]


def main():
    names = ["u64", "u32", "i8", "f", "d", "m", "col18"]
    truth = {
        "parquet": parquet(),
        "parquet-astropy": astropy(
            Table.read(FOLDER / "every-type.parquet", include_names=names)
        ),
        "ecsv": astropy(Table.read(FOLDER / "every-type.ecsv")),
        "fits": astropy(Table.read(FOLDER / "every-type.fits", mask_invalid=False)),
    }
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (FOLDER / "truth.json").write_text(text + "\n", encoding="utf-8")


main()
