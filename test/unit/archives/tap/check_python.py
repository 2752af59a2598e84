"""Has Python evaluate the literals and programs of python.json, which as-python.test.ts compares ours with.

    python check_python.py

A pyvo that only listens takes the place of the real one; its signatures are those of pyvo 1.9.1.
"""

import ast
import json
import sys
import types
from pathlib import Path

HEARD = []


class TAPService:
    def __init__(self, baseurl):
        self.baseurl = baseurl

    def run(self, mode, query, *, language="ADQL", maxrec=None, uploads=None, **keywords):
        HEARD.append((mode, self.baseurl, query, language, maxrec, uploads, keywords))
        return types.SimpleNamespace(to_table=lambda: "a table")

    def run_sync(self, query, **options):
        return self.run("sync", query, **options)

    def run_async(self, query, **options):
        return self.run("async", query, **options)


def main():
    pyvo = types.ModuleType("pyvo")
    pyvo.dal = types.SimpleNamespace(TAPService=TAPService)
    sys.modules["pyvo"] = pyvo
    cases = json.loads((Path(__file__).parent / "python.json").read_text("utf8"))
    for case in cases["texts"]:
        assert ast.literal_eval(case["line"]) == case["text"], case
        assert ast.literal_eval(case["block"]) == case["text"], case
    for case in cases["programs"]:
        HEARD.clear()
        # A service might hide code in a query: nothing may run but the calls that are listened to.
        exec(compile(case["python"], "program", "exec"), {"print": lambda *_: None})
        query = case["query"]
        uploads = {
            each["name"]: each.get("address", each["name"] + ".vot") for each in query.get("uploads", [])
        }
        extra = dict(query.get("extra", {}))
        if "format" in query:
            extra["RESPONSEFORMAT"] = query["format"]
        expected = (
            "async" if case["asJob"] else "sync",
            case["address"],
            query["query"],
            query.get("language", "ADQL"),
            query.get("mostRows") or None,
            uploads or None,
            extra,
        )
        assert HEARD == [expected], (HEARD, expected)
    print(len(cases["texts"]), "literals,", len(cases["programs"]), "programs")


if __name__ == "__main__":
    main()
