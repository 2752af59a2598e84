"""astropy.wcs and gwcs as contestants of the benchmark; see python.ts, which starts it.

    wcs_peer.py {fits|gwcs} PATH POINTS STEP

PATH is a file with the text of a header, or with the tree of a Roman image. POINTS pixels in rows of 1000,
STEP apart, are turned into positions. One JSON line tells that it is ready or what is missing; then each
line read is one run, answered with one JSON line.
"""

import importlib
import json
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


kind, path, points, step = sys.argv[1:]
require(*{"fits": ["astropy"], "gwcs": ["asdf", "gwcs"]}[kind])

import numpy as np  # noqa: E402

# Of tags that it has no classes for, and of SIP without its suffix.
warnings.simplefilter("ignore")
if kind == "fits":
    from astropy.io import fits
    from astropy.wcs import WCS

    with open(path) as file:
        wcs = WCS(fits.Header.fromstring(file.read(), sep="\n"))
    to_world = lambda x, y: wcs.all_pix2world(x, y, 0)  # noqa: E731
else:
    import asdf

    with asdf.open(path) as af:
        to_world = af["roman"]["meta"]["wcs"]

k = np.arange(int(points))
x, y = k % 1000 * float(step), k // 1000 * float(step)

say(ready=True)
for _ in sys.stdin:
    start, cpu = time.perf_counter(), time.process_time()
    longitude, latitude = to_world(x, y)
    milliseconds = (time.perf_counter() - start) * 1000
    cpu = (time.process_time() - cpu) * 1000
    answer = f"mean {longitude.mean():.8f} {latitude.mean():.8f}"
    say(milliseconds=milliseconds, cpuMilliseconds=cpu, answer=answer)
