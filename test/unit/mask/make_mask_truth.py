"""Writes mask-truth.json: small files with data-quality masks by astropy and asdf, and which of their
pixels have which bits, by numpy.

Run by hand: python3 test/unit/mask/make_mask_truth.py && npx prettier --write test/unit/mask
"""

import base64
import gzip
import io
import json
from pathlib import Path

import asdf
import numpy as np
from asdf.tagged import TaggedDict
from astropy.io import fits

rng = np.random.default_rng(5)
WIDTH, HEIGHT = 9, 7
CHOSEN = [1, 5, 2**15, 2**31, 2**31 + 2**8, 2**32 - 1]


def packed(write):
    """The bytes of a file, packed with gzip as text."""
    buffer = io.BytesIO()
    write(buffer)
    return base64.b64encode(gzip.compress(buffer.getvalue(), 9, mtime=0)).decode()


def masks(shape, dtype):
    """Every bit of the type, alone and with others."""
    info = np.iinfo(dtype)
    bits = info.bits
    unsigned = rng.integers(0, 2 ** min(bits, 63), shape, dtype=np.uint64)
    flat = unsigned.reshape(-1)
    flat[: min(bits, flat.size)] = [2**bit for bit in range(min(bits, flat.size))]
    flat[-4:] = [0, 2**bits - 1, 2 ** (bits - 1), 1]
    return unsigned.astype(f"uint{bits}").view(dtype)


def flags(mask):
    """Each set of bits with the pixels in which any of them is set: 1 or 0, x fastest."""
    low = mask.view(f"uint{mask.dtype.itemsize * 8}").astype(np.uint64) & (2**32 - 1)
    return {
        str(bits): "".join("01"[int(hit)] for hit in ((low & np.uint64(bits)) != 0).ravel())
        for bits in CHOSEN
        if bits < 2 ** (mask.dtype.itemsize * 8)
    }


def image(name, data, version=1):
    hdu = fits.ImageHDU(data, name=name)
    hdu.ver = version
    return hdu


def float_image(name, shape=(HEIGHT, WIDTH), version=1):
    return image(name, np.zeros(shape, np.float32), version)


def primary(**cards):
    hdu = fits.PrimaryHDU()
    for name, value in cards.items():
        hdu.header[name] = value
    return hdu


def dq_def(rows):
    columns = [("BIT", "J"), ("VALUE", "K"), ("NAME", "40A"), ("DESCRIPTION", "80A")]
    return fits.BinTableHDU.from_columns(
        [
            fits.Column(name, form, array=[row[at] for row in rows])
            for at, (name, form) in enumerate(columns)
        ],
        name="DQ_DEF",
    )


files = {}
planes = {}


def add(name, hdus, mask_of=None):
    hdu_list = fits.HDUList(hdus)
    files[name] = packed(hdu_list.writeto)
    for index, mask in (mask_of or {}).items():
        planes[f"{name}/{index}"] = flags(mask)


jwst = masks((HEIGHT, WIDTH), np.uint32)
add(
    "jwst",
    [
        primary(TELESCOP="JWST"),
        float_image("SCI"),
        float_image("ERR"),
        image("DQ", jwst),
        float_image("AREA"),
        float_image("VAR_RNOISE"),
        float_image("SMALL", (3, 4)),
    ],
    {3: jwst},
)

hst = [masks((HEIGHT, WIDTH), np.int16) for _ in range(2)]
add(
    "hst",
    [
        primary(TELESCOP="HST"),
        *(
            hdu
            for version, mask in enumerate(hst, 1)
            for hdu in (
                float_image("SCI", version=version),
                float_image("ERR", version=version),
                image("DQ", mask, version),
            )
        ),
    ],
    {3: hst[0], 6: hst[1]},
)

group = masks((2, 3, HEIGHT, WIDTH), np.uint8)
add(
    "ramp",
    [
        primary(TELESCOP="JWST"),
        float_image("SCI", (2, 3, HEIGHT, WIDTH)),
        image("PIXELDQ", masks((HEIGHT, WIDTH), np.uint32)),
        image("GROUPDQ", group),
        float_image("ERR", (HEIGHT, WIDTH)),
    ],
)
planes["ramp/3"] = flags(group[1, 2])  # slice [2, 1] on the third and fourth axis

add(
    "reference",
    [
        primary(TELESCOP="JWST", REFTYPE="FLAT"),
        float_image("SCI", (2, HEIGHT, WIDTH)),
        float_image("ERR"),
        image("DQ", jwst),
        dq_def(
            [
                (0, 1, "DO_NOT_USE", "Bad Pixel do not use"),
                (1, 2**18, "NO_FLAT_FIELD", "Flat field cannot be measured"),
                (31, 2**31, "ODD_ONE", ""),
                (5, 3, "BY_BIT", "Its value is no power of two"),
                (40, 2**40, "BEYOND", "There is no room for it"),
                (6, 64, "", "Nobody named it"),
            ]
        ),
    ],
)

wide = masks((HEIGHT, WIDTH), np.int64)
wide[0, :4] = [2**53 + 1, -(2**53) - 1, 2**62 + 5, -1]
add("wide", [primary(), float_image("SCI"), image("DQ", wide)], {2: wide})

compressed = fits.CompImageHDU(masks((HEIGHT, WIDTH), np.int32), name="DQ", compression_type="RICE_1")
add("compressed", [primary(TELESCOP="JWST"), float_image("SCI"), compressed], {2: compressed.data})

add(
    "none",
    [
        primary(TELESCOP="JWST"),
        float_image("SCI"),
        image("DQ", np.zeros((HEIGHT, WIDTH + 1), np.uint32)),
        image("DQ", np.zeros((HEIGHT, WIDTH), np.uint32), 2),
        float_image("DQ"),
    ],
)

float_array = np.zeros((HEIGHT, WIDTH), np.float32)
cube = np.zeros((3, HEIGHT, WIDTH), np.float32)
border = np.zeros((HEIGHT, 4), np.float32)
small = np.zeros((2, 2), np.uint32)


def asdf_file(name, tree):
    files[name] = packed(lambda buffer: asdf.AsdfFile(tree).write_to(buffer))


TAG = "asdf://stsci.edu/datamodels/roman/tags/"
asdf_file(
    "roman-l2",
    {
        "roman": TaggedDict(
            {
                "meta": {"telescope": "ROMAN"},
                "data": float_array,
                "dq": jwst,
                "err": float_array + 1,
                "var_poisson": float_array + 2,
                "amp33": np.zeros((3, 5, 4), np.uint16),
                "border_ref_pix_left": border,
                "dq_border_ref_pix_left": masks((HEIGHT, 4), np.uint32),
                "nested": {"data": float_array + 3},
            },
            TAG + "wfi_image-2.1.0",
        )
    },
)
asdf_file(
    "roman-ramp",
    {
        "roman": TaggedDict(
            {
                "data": cube,
                "pixeldq": jwst,
                "groupdq": masks((3, HEIGHT, WIDTH), np.uint8),
                "amp33": np.zeros((3, HEIGHT, 2), np.float32),
            },
            TAG + "ramp-1.0.0",
        )
    },
)
asdf_file("plain", {"here": {"dq": small, "data": small + 0.5}, "there": {"data": small + 0.25}})
asdf_file("aliased", {"first": small, "here": {"dq": small, "data": small + 0.5}})

path = Path(__file__).with_name("mask-truth.json")
path.write_text(json.dumps({"files": files, "planes": planes}))
