"""Which rows of a Parquet file fulfil filters, by DuckDB and by pyarrow.

Run by hand (needs duckdb and pyarrow); the output, filter-truth.json, is committed.
"""

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

HERE = Path(__file__).parent
FILE = HERE.parent.parent / "fixtures" / "golden" / "parquet" / "dictionary-snappy.parquet"

# Ours, and what DuckDB calls the same. None where both write it alike. No column here has NaN.
EXPRESSIONS = {
    "i8 > -20 and i8 < 5": None,
    "i8 = 3 or i16 < -20000": None,
    "not (i8 > 0)": None,
    "i8 between -3 and 7 and f32 is not null": None,
    "i8 not in (1, 2, 3)": None,
    "i8 in (1, 2, 3, 200)": None,
    "f32 is null": None,
    "name like 'a%'": None,
    "name = 'M 31' or name is null": None,
    "name > 'a'": None,
    "name in ('aa', 'α Ori', '😀')": None,
    "flag": None,
    "not flag": None,
    "id == 9007199254740995": "id = 9007199254740995",
    "id > 9007199254740993 and id <= 9007199254740996": None,
    "u64 >= 18446744073709551600": None,
    "f32 * 2 + i8 > 3.5": None,
    "ra - i32 / 1000 > 10 and ra < 250": None,
    "abs(i8) < 4": None,
    "sqrt(ra) between 3 and 5": None,
    "i8 % 2 = 0 and i8 > 0": None,
    "dec9 >= 0.05": None,
    "day < '1900-01-01'": "day < DATE '1900-01-01'",
    "us >= '2024-06-01' and us < '2024-09-01T00:00:00'": "us >= TIMESTAMP '2024-06-01' AND us < TIMESTAMP '2024-09-01'",
    "i8 > 0 == flag": None,
    "nothing > 1 or i8 = 4": None,
    "not (nothing > 1)": None,
}
del EXPRESSIONS["i8 > 0 == flag"]

PYTHON = [
    [("i8", ">", -20), ("i8", "<", 5)],
    [[("i8", "=", 3)], [("i16", "<", -20000), ("f32", ">", 2)]],
    [("name", "in", ["aa", "M 31"])],
    [("name", "not in", ["aa", "M 31"])],
    [("i8", "not in", [1, 2, 3])],
    [("odd", ">", 0.0)],
    [("odd", "!=", 0.1)],
    [("odd", "==", 0.0)],
    [("odd", "<=", 0.0)],
    [("id", "==", 9007199254740995)],
    [("flag", "==", True)],
    [("flag", "!=", True)],
    [("ra", ">=", 6.1), ("ra", "<=", 61.0), ("name", "!=", "")],
    [("nothing", ">", 1.0)],
]


def main() -> None:
    base = 9007199254740993
    con = duckdb.connect()
    expressions = []
    for ours, theirs in EXPRESSIONS.items():
        sql = f"SELECT id FROM read_parquet('{FILE}') WHERE {theirs or ours} ORDER BY id"
        rows = [row[0] - base for row in con.execute(sql).fetchall()]
        expressions.append({"filter": ours, "rows": rows})
    python = []
    for filters in PYTHON:
        table = pq.read_table(FILE, filters=filters, columns=["id"])
        rows = sorted(value - base for value in table["id"].to_pylist())
        python.append({"filter": repr(filters), "rows": rows})
    truth = {"duckdb": expressions, "pyarrow": python}
    lines = json.dumps(truth, ensure_ascii=False, indent=1)
    (HERE / "filter-truth.json").write_text(lines + "\n")


main()
