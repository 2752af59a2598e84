"""Signatures of botocore for requests to S3, as truth for our signer. Run by hand; the output is committed.

    python make_signatures.py > signatures.json
"""

import datetime
import json
import sys
from urllib.parse import urlsplit

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 3, 4, 5, 6, 7)
KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SESSION = Credentials("ASIAIOSFODNN7EXAMPLE", "secret/with+signs=", "token/with+signs==")

CASES = [
    ("GET", "https://bucket.s3.us-east-1.amazonaws.com/a/b.fits", {}, None, "us-east-1", KEYS),
    ("GET", "https://bucket.s3.eu-west-3.amazonaws.com/a/b.fits", {"range": "bytes=0-99", "if-match": '"e"'}, None, "eu-west-3", SESSION),
    ("HEAD", "http://127.0.0.1:9000/bucket/a%20b%2Bc%252F%26%C3%A9", {}, None, "us-east-1", KEYS),
    ("GET", "http://127.0.0.1:9000/bucket//a/../b/.", {}, None, "us-east-1", KEYS),
    ("GET", "http://127.0.0.1:9000/bucket/%01%0A%F0%9F%94%AD?versionId=v%2B1", {}, None, "us-east-1", KEYS),
    ("GET", "https://bucket.s3.us-west-2.amazonaws.com/?list-type=2&prefix=a%2Fb%20c&delimiter=%2F&encoding-type=url", {"x-amz-request-payer": "requester"}, None, "us-west-2", SESSION),
    ("POST", "https://bucket.s3.us-west-2.amazonaws.com/key?uploads=", {"content-type": "image/fits"}, None, "us-west-2", KEYS),
    ("PUT", "http://localhost:9000/bucket/key?partNumber=1&uploadId=a%2Bb%3D", {"content-type": "text/plain"}, b"hello", "us-east-1", KEYS),
]


def sign(method, url, headers, body, region, keys):
    request = AWSRequest(method=method, url=url, headers=dict(headers), data=body or b"")
    request.context["client_config"] = None
    auth = botocore.auth.S3SigV4Auth(keys, "s3", region)
    botocore.auth.get_current_datetime = lambda *a, **k: NOW
    auth.add_auth(request)
    parts = urlsplit(url)
    return {
        "method": method,
        "url": url,
        "headers": headers,
        "body": None if body is None else body.decode(),
        "region": region,
        "session": keys is SESSION,
        "authorization": request.headers["Authorization"],
        "date": request.headers["X-Amz-Date"],
        "payload": request.headers["X-Amz-Content-SHA256"],
        "host": parts.netloc,
    }


json.dump(
    {"botocore": botocore.__version__, "cases": [sign(*case) for case in CASES]},
    sys.stdout,
    indent=2,
)
print()
