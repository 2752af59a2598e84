"""pyarrow over s3fs as a contestant of the benchmark; see python.ts, which starts it.

    pyarrow_peer.py {plan|box|cone} {all|chosen} ENDPOINT BUCKET/FOLDER

plan: what of a hive of HEALPix folders the reference notebook's query has to read, from metadata alone. box, cone: its
rows. `all` opens the whole folder, as people do; `chosen` names the folders of the pixels, as those do who know the
layout. One JSON line tells that it is ready or what is missing; then each line read is one run.
"""

import json
import sys
import time


def say(**answer):
    print(json.dumps(answer), flush=True)


try:
    import healpy as hp
    import numpy as np
    import pyarrow.compute as pc
    import pyarrow.dataset as ds
    import s3fs
except ImportError as error:
    say(absent=f"{error.name} is not installed")
    sys.exit()

work, folders, endpoint, root = sys.argv[1:]
# workloads/catalogue.ts has the same numbers.
BOX = {"ra": (62, 66), "dec": (25, 29)}
CONE = (64.0, 27.0, 0.2)
COLUMNS = ["designation", "w1mpro", "w2mpro", "w3mpro", "w4mpro"]


def pixels():
    """Of order 5, that the box or the cone may touch."""
    if work == "cone":
        ra, dec, radius = CONE
        centre = hp.ang2vec(ra, dec, lonlat=True)
        return hp.query_disc(32, centre, np.radians(radius), inclusive=True, fact=64, nest=True)
    (west, east), (south, north) = BOX.values()
    corners = hp.ang2vec([west, east, east, west], [south, south, north, north], lonlat=True)
    return hp.query_polygon(32, corners, inclusive=True, fact=64, nest=True)


def bounds():
    if work == "cone":
        ra, dec, radius = CONE
        reach = radius / np.cos(np.radians(abs(dec) + radius))
        return {"ra": (ra - reach, ra + reach), "dec": (dec - radius, dec + radius)}
    return BOX


def condition(chosen):
    every = pc.field("healpix_k5").isin([int(pixel) for pixel in chosen])
    for name, (low, high) in bounds().items():
        every = every & (pc.field(name) > low) & (pc.field(name) < high)
    return every if work == "plan" else every & (pc.field("ext_flg") == 0)


def opened(chosen):
    filesystem = s3fs.S3FileSystem(
        anon=True, endpoint_url=endpoint, skip_instance_cache=True, use_listings_cache=True
    )
    where = root
    if folders == "chosen":
        paths = [f"{root}healpix_k0={pixel >> 10}/healpix_k5={pixel}" for pixel in chosen]
        where = [file for path in paths for file in filesystem.ls(path)]
    return ds.dataset(where, format="parquet", filesystem=filesystem, partitioning="hive")


def plan():
    chosen = pixels()
    wanted = condition(chosen)
    files = groups = rows = 0
    dataset = opened(chosen)
    for fragment in dataset.get_fragments(filter=wanted):
        part = fragment.subset(wanted, schema=dataset.schema)
        if part.num_row_groups:
            files, groups = files + 1, groups + part.num_row_groups
            rows += sum(group.num_rows for group in part.row_groups)
    return lambda: f"{files} files, {groups} row groups, {rows} rows"


def query():
    chosen = pixels()
    columns = [*COLUMNS, "ra", "dec"] if work == "cone" else COLUMNS
    table = opened(chosen).to_table(columns=columns, filter=condition(chosen))
    if work == "cone":
        ra, dec, radius = CONE
        away = hp.rotator.angdist((ra, dec), (table["ra"].to_numpy(), table["dec"].to_numpy()), lonlat=True)
        table = table.filter(np.degrees(away) <= radius).select(COLUMNS)
    frame = table.to_pandas()
    return lambda: f"{len(frame)} rows, W1 {frame['w1mpro'].sum():.0f}"


say(ready=True)
for _ in sys.stdin:
    start, cpu = time.perf_counter(), time.process_time()
    answer = plan() if work == "plan" else query()
    milliseconds = (time.perf_counter() - start) * 1000
    cpu = (time.process_time() - cpu) * 1000
    say(milliseconds=milliseconds, cpuMilliseconds=cpu, answer=answer())
