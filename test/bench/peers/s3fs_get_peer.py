"""s3fs.get as a contestant of the transfers bench; see transfers/peers.ts, which starts it.

    s3fs_get_peer.py ENDPOINT SOURCE FOLDER

SOURCE is bucket/key of an object, or bucket/prefix/ for all below. Says what the download alone took.
"""

import json
import sys
import time

try:
    import s3fs
except ImportError:
    print(json.dumps({"absent": "s3fs is not installed"}))
    sys.exit()

endpoint, source, folder = sys.argv[1:]
files = s3fs.S3FileSystem(
    anon=True,
    endpoint_url=endpoint,
    client_kwargs={"region_name": "us-east-1"},
    config_kwargs={"s3": {"addressing_style": "path"}},
)
start = time.perf_counter()
cpu = time.process_time()
files.get(source, folder + "/", recursive=source.endswith("/"))
print(
    json.dumps(
        {
            "milliseconds": (time.perf_counter() - start) * 1000,
            "cpuMilliseconds": (time.process_time() - cpu) * 1000,
        }
    )
)
