"""botocore, the AWS SDK of Python, as a contestant of the benchmark; see python.ts, which starts it.

    botocore_peer.py ENDPOINT BUCKET PREFIX DELIMITER
"""

import json
import sys
import time


def say(**answer):
    print(json.dumps(answer), flush=True)


try:
    from botocore import UNSIGNED
    from botocore.config import Config
    from botocore.session import Session
except ImportError:
    say(absent="botocore is not installed")
    sys.exit()

endpoint, bucket, prefix, delimiter = sys.argv[1:]
client = Session().create_client(
    "s3",
    region_name="us-east-1",
    endpoint_url=endpoint,
    config=Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}),
)

say(ready=True)
for _ in sys.stdin:
    start = time.perf_counter()
    page = client.list_objects_v2(Bucket=bucket, Prefix=prefix, Delimiter=delimiter)
    milliseconds = (time.perf_counter() - start) * 1000
    keys = [entry["Key"] for entry in page["Contents"]]
    say(milliseconds=milliseconds, answer=f"{len(keys)} keys from {keys[0]}")
