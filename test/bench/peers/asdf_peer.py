"""asdf as a contestant of the benchmark; see python.ts, which starts it.

    asdf_peer.py {asdf-tree|asdf-section|asdf-picture} {http|s3} ENDPOINT BUCKET/KEY
    asdf_peer.py lz4 file PATH

One JSON line tells that it is ready or what is missing; then each line read is one run, answered with
one JSON line. PATH is a file of chunks as asdf writes them, which the lz4 package alone unpacks.
"""

import importlib
import json
import struct
import sys
import time
import warnings


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
    """Nothing is kept from one run to the next."""
    if protocol == "s3":
        s3 = {"anon": True, "client_kwargs": {"endpoint_url": endpoint}}
        return fsspec.filesystem("s3", skip_instance_cache=True, **s3).open(path)
    return fsspec.filesystem("http", skip_instance_cache=True).open(f"{endpoint}/{path}")


def tree(source):
    with remote_file(*source) as file, asdf.open(file) as af:
        roman = af.tree["roman"]
        arrays = [value for value in roman.values() if isinstance(value, NDArrayType)]
        shapes = [f"{value.dtype.name} {tuple(value.shape)}" for value in arrays]
    return lambda: f"{len(shapes)} arrays: {', '.join(shapes[:3])}"


def section(source):
    with remote_file(*source) as file, asdf.open(file) as af:
        values = np.array(af["roman"]["data"][2001:2257, 1917:2173])
    finite = values[np.isfinite(values)].astype("f8")
    return lambda: f"{finite.size} values, sum {finite.sum():.3f}"


def picture(source):
    """As many pixels as a screen has; there is no less of the array to be had than all."""
    with remote_file(*source) as file, asdf.open(file) as af:
        np.array(af["roman"]["data"][4::8, 4::8])
    return lambda: None


def lz4_chunks(packed):
    at, size, total = 0, 0, 0
    while at < len(packed):
        (length,) = struct.unpack_from(">I", packed, at)
        chunk = lz4.block.decompress(packed[at + 4 : at + 4 + length])
        size += len(chunk)
        total += sum(chunk[::4099])
        at += 4 + length
    return lambda: f"{size} bytes, sum {total}"


work, protocol, *where = sys.argv[1:]
packages = {"http": ["asdf", "fsspec", "aiohttp"], "s3": ["asdf", "s3fs", "fsspec"], "file": []}
require(*packages[protocol], "lz4.block")

import lz4.block  # noqa: E402

if protocol == "file":
    with open(where[0], "rb") as file:
        source = file.read()
else:
    import asdf
    import fsspec
    import numpy as np
    from asdf.tags.core.ndarray import NDArrayType

    # Of tags that it has no classes for.
    warnings.simplefilter("ignore")
    source = [protocol, *where]

works = {"asdf-tree": tree, "asdf-section": section, "asdf-picture": picture, "lz4": lz4_chunks}

say(ready=True)
for _ in sys.stdin:
    start, cpu = time.perf_counter(), time.process_time()
    answer = works[work](source)()
    milliseconds = (time.perf_counter() - start) * 1000
    cpu = (time.process_time() - cpu) * 1000
    say(milliseconds=milliseconds, cpuMilliseconds=cpu, **({"answer": answer} if answer else {}))
