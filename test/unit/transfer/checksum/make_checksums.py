"""What the checksums of S3 are of some bytes, as AWS's own library (awscrt) and hashlib say.

Writes checksums.json beside itself. Byte i of the input is (i * 131 + (i >> 8) * 17) & 255.
"""

import base64
import hashlib
import json
import pathlib

from awscrt import checksums


def data(length):
    return bytes((i * 131 + (i >> 8) * 17) & 255 for i in range(length))


def crc32(b):
    return checksums.crc32(b).to_bytes(4, "big")


def crc32c(b):
    return checksums.crc32c(b).to_bytes(4, "big")


def crc64nvme(b):
    return checksums.crc64nvme(b).to_bytes(8, "big")


ALGORITHMS = {
    "CRC32": crc32,
    "CRC32C": crc32c,
    "CRC64NVME": crc64nvme,
    "SHA1": lambda b: hashlib.sha1(b).digest(),
    "SHA256": lambda b: hashlib.sha256(b).digest(),
    "MD5": lambda b: hashlib.md5(b).digest(),
}
LENGTHS = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 255, 1000, 65536, 65537, 1_500_001]
PART = 400_000


def text(digest):
    return base64.b64encode(digest).decode()


whole = data(LENGTHS[-1])
parts = [whole[at : at + PART] for at in range(0, len(whole), PART)]
truth = {
    "digests": [
        {"length": n, **{name: text(f(data(n))) for name, f in ALGORITHMS.items()}}
        for n in LENGTHS
    ],
    "partLength": PART,
    "composites": {
        name: text(f(b"".join(f(part) for part in parts))) for name, f in ALGORITHMS.items()
    },
}
path = pathlib.Path(__file__).with_name("checksums.json")
path.write_text(json.dumps(truth, indent=2) + "\n")
