"""healpy as a contestant of the benchmark; see python.ts, which starts it.

    healpix_peer.py {points|points-29|inside|cover} COUNT

COUNT directions, evenly over the sky, are turned into pixels of order 10 or 29 or looked for in a cone; or that many
cones of one degree are covered by pixels of order 10. One JSON line tells that it is ready or what is missing; then
each line read is one run, answered with one JSON line.
"""

import json
import sys
import time


def say(**answer):
    print(json.dumps(answer), flush=True)


try:
    import healpy as hp
except ImportError:
    say(absent="healpy is not installed")
    sys.exit()

import numpy as np  # noqa: E402

work, count = sys.argv[1], int(sys.argv[2])
k = np.arange(count)
lon = (k / ((1 + 5**0.5) / 2) % 1) * 360
lat = np.degrees(np.arcsin(1 - (2 * k + 1) / count))
centre = hp.ang2vec(62, 27, lonlat=True)


def run():
    if work == "points":
        return f"mean {hp.ang2pix(2**10, lon, lat, nest=True, lonlat=True).mean():.3f}"
    if work == "points-29":
        return f"first {hp.ang2pix(2**29, lon, lat, nest=True, lonlat=True)[0]}"
    if work == "inside":
        v = hp.ang2vec(lon, lat, lonlat=True)
        return f"{np.sum(v @ centre >= np.cos(np.radians(30)))} inside"
    for point in zip(lon, lat):
        v = hp.ang2vec(*point, lonlat=True)
        hp.query_disc(2**10, v, np.radians(1), inclusive=True, fact=4, nest=True)
    return None


say(ready=True)
for _ in sys.stdin:
    start, cpu = time.perf_counter(), time.process_time()
    answer = run()
    milliseconds = (time.perf_counter() - start) * 1000
    cpu = (time.process_time() - cpu) * 1000
    say(milliseconds=milliseconds, cpuMilliseconds=cpu, **({} if answer is None else {"answer": answer}))
