"""astropy as a contestant of the benchmark; see python.ts, which starts it.

    astropy_peer.py {hdu-list|section|table-first|table-scroll|table-jump} {http|s3} ENDPOINT BUCKET/KEY
    astropy_peer.py {decode|tiles} file PATH

One JSON line tells that it is ready or what is missing; then each line read is one run, answered with
one JSON line.
"""

import importlib
import io
import json
import sys
import time


def say(**answer):
    print(json.dumps(answer), flush=True)


def require(*names):
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            say(absent=f"{name} is not installed")
            sys.exit()


def remote_file(protocol, endpoint, path):
    """Arguments of fits.open. Nothing is kept from one run to the next."""
    fresh = {"skip_instance_cache": True}
    if protocol == "s3":
        s3 = {"anon": True, "client_kwargs": {"endpoint_url": endpoint}}
        return {"name": f"s3://{path}", "fsspec_kwargs": {**fresh, **s3}}
    return {"name": f"{endpoint}/{path}", "fsspec_kwargs": fresh}


def sum_of(values):
    return f"{values.size} pixels, sum {int(values.sum(dtype='f8'))}"


def hdu_list(source):
    with fits.open(**source, use_fsspec=True) as hdus:
        info = hdus.info(output=False)
    return lambda: ", ".join(f"{name} {kind} {cards}" for _, name, _, kind, cards, *_ in info)


def section(source):
    with fits.open(**source, use_fsspec=True) as hdus:
        values = hdus[0].section[7000:7256, 5000:5256]
    return lambda: sum_of(values)


# workloads/table.ts has the same numbers.
SCREEN = 40
SCREENS = {
    "table-first": [0],
    "table-scroll": [SCREEN * i for i in range(21)],
    "table-jump": [0, 10_000_000 - SCREEN, 0],
}


def table(source):
    """Astropy has no sections of tables: their rows are read from where it says that they lie."""
    total = 0
    with fits.open(**source, use_fsspec=True) as hdus:
        hdu = hdus[1]
        where = hdu.fileinfo()
        row = hdu.columns.dtype.newbyteorder(">")
        for first in SCREENS[work]:
            where["file"].seek(where["datLoc"] + first * row.itemsize)
            rows = np.frombuffer(where["file"].read(SCREEN * row.itemsize), row)
            total += int(rows["ID"].sum())
    return lambda: f"{len(SCREENS[work])} screens, sum {total}"


def decode(content):
    with fits.open(io.BytesIO(content)) as hdus:
        # Numbers of this machine's own byte order, as the others give them.
        values = hdus[0].data.astype("f4")
    return lambda: sum_of(values)


def tiles(content):
    with fits.open(io.BytesIO(content)) as hdus:
        values = hdus[1].data
    return lambda: sum_of(values)


work, protocol, *where = sys.argv[1:]
require("astropy", *{"http": ["fsspec", "aiohttp"], "s3": ["s3fs", "fsspec"], "file": []}[protocol])

import numpy as np  # noqa: E402
from astropy.io import fits  # noqa: E402

if protocol == "file":
    with open(where[0], "rb") as file:
        source = file.read()
else:
    source = remote_file(protocol, *where)

say(ready=True)
for _ in sys.stdin:
    start, cpu = time.perf_counter(), time.process_time()
    works = {"hdu-list": hdu_list, "section": section, "decode": decode, "tiles": tiles}
    works |= dict.fromkeys(SCREENS, table)
    answer = works[work](source)
    milliseconds = (time.perf_counter() - start) * 1000
    cpu = (time.process_time() - cpu) * 1000
    say(milliseconds=milliseconds, cpuMilliseconds=cpu, answer=answer())
