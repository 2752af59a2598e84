"""Runs what write-notebooks.ts wrote, and compares the rows with those of the product.

    python test/notebooks/run_notebooks.py FOLDER     (lsdb, dask[dataframe], pyarrow, nbformat, nbclient, ipykernel)
"""

import json
import sys
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

TYPES = {"int32": np.int32, "float64": np.float64, "float32": np.float32, "int64": np.int64, "text": str, "bool": bool}


def arrow(cells, kind):
    convert = (lambda text: text == "true") if kind == "bool" else TYPES[kind]
    values = [None if cell is None else convert(cell) for cell in cells]
    kinds = {"text": pa.string(), "bool": pa.bool_()}
    return pa.array(values, type=kinds.get(kind) or pa.from_numpy_dtype(TYPES[kind]))


def check_filters(folder):
    given = json.loads((folder / "filters.json").read_text())
    cells = list(zip(*given["table"]))
    table = pa.table({column["name"]: arrow(cells[k], column["type"]) for k, column in enumerate(given["columns"])})
    wrong = left = 0
    for case in given["filters"]:
        if "problem" in case:
            left += 1
            print("left out:", case["text"], "-", case["problem"])
            continue
        try:
            condition = eval(case["python"], {"pc": pc})
            rows = ds.dataset(table).to_table(columns=["id"], filter=condition)["id"].to_pylist()
        except (pa.ArrowException, TypeError, OverflowError) as error:
            rows = [str(error)]
        if rows != case["rows"]:
            wrong += 1
            print("DIFFERS:", case["text"], "=>", case["python"], rows[:1], len(rows), "rows,", len(case["rows"]), "here")
    print(f"{len(given['filters']) - left - wrong} filters agree, {wrong} differ, {left} are refused")
    return wrong


def check_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(
        "import json\n"
        "tables = [rows] + ([parts.compute()] if 'parts' in globals() else [])\n"
        "cells = [[[str(cell) for cell in row] for row in table.itertuples(index=False)] for table in tables]\n"
        "print('ROWS', json.dumps(cells))"
    ))
    nbclient.NotebookClient(notebook, timeout=300).execute()
    said = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    return check_rows(path, json.loads(said.split("ROWS ", 1)[1]))


def check_script(path):
    names = {}
    exec(compile(path.read_text(), str(path), "exec"), names)
    rows = [[str(cell) for cell in row] for row in names["rows"].itertuples(index=False)]
    return check_rows(path, [rows])


def check_rows(path, tables):
    def key(rows):
        numbers = [[-1e99 if cell in (None, "<NA>") else float(cell) for cell in row] for row in rows]
        return sorted(numbers)

    expected = key(json.loads(path.with_suffix(".json").read_text()))
    same = all(np.allclose(key(rows), expected, rtol=1e-15, atol=0) if len(rows) == len(expected) else False for rows in tables)
    print(path.name, "agrees" if same else "DIFFERS", [len(rows) for rows in tables], "rows,", len(expected), "here")
    return 0 if same else 1


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    wrong = check_filters(folder)
    for notebook in sorted(folder.glob("*.ipynb")):
        wrong += check_notebook(notebook) + check_script(notebook.with_suffix(".py"))
    sys.exit(1 if wrong else 0)
