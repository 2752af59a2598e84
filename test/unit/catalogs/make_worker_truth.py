"""Small tables of several formats (worker-tables/) and, in worker-truth.json, the rows that queries of them and of the
sample catalogues (test/fixtures/catalogs) choose, by pyarrow, numpy and astropy; in worker-golden-truth.json those of
the shared golden catalogues. Run by hand, output committed."""

import json
from pathlib import Path

import numpy as np
import pyarrow.dataset as ds
from astropy import units as u
from astropy.coordinates import Angle, SkyCoord
from astropy.io import fits
from astropy.table import MaskedColumn, Table

HERE = Path(__file__).parent
TABLES = HERE / "worker-tables"
CATALOGS = HERE.parents[1] / "fixtures" / "catalogs"


def in_cone(ra, dec, centre, radius):
    places = SkyCoord(np.asarray(ra), np.asarray(dec), unit="deg")
    return places.separation(SkyCoord(*centre, unit="deg")).deg <= radius


def sample_truth():
    hive = ds.dataset(CATALOGS / "wise" / "wise-sample.parquet", partitioning="hive", format="parquet",
                      exclude_invalid_files=True)
    wise = hive.to_table().to_pandas()
    box = wise.ra.between(62, 66) & wise.dec.between(25, 29) & (wise.ext_flg == 0)
    cone = in_cone(wise.ra, wise.dec, (64.5, 27.0), 0.4)
    pixel = wise.healpix_k5 == 117
    hats = ds.dataset(CATALOGS / "hats" / "star_field_collection" / "star_field" / "dataset", format="parquet",
                      exclude_invalid_files=True).to_table(columns=["id", "ra", "dec", "rmag"]).to_pandas()
    near = in_cone(hats.ra, hats.dec, (150.12, 2.2), 0.02)
    return {
        "wise": {
            "rows": len(wise),
            "boxRows": int(box.sum()),
            "boxSum": sum(wise.cntr[box].tolist()),
            "cone": sorted(wise.cntr[cone & (wise.w1mpro < 15)].tolist()),
            "pixel": int(pixel.sum()),
        },
        "hats": {"rows": len(hats), "cone": sorted(hats.id[near].tolist()),
                 "bright": sorted(hats.id[hats.rmag < 17].tolist())},
    }


HATS = {
    "small_sky": ("", "id", "ra", "dec"),
    "small_sky_npix_alt_suffix": ("", "id", "ra", "dec"),
    "small_sky_npix_as_dir": ("", "id", "ra", "dec"),
    "small_sky_source": ("", "source_id", "source_ra", "source_dec"),
    "small_sky_o1_collection": ("small_sky_order1", "id", "ra", "dec"),
}


def golden_truth(golden):
    """Of the catalogues of `golden/hats` a cone and a condition: rows, and the sums of their ids."""
    truth = {}
    for name, (part, key, ra, dec) in HATS.items():
        dataset = golden / "hats" / name / part / "dataset"
        files = [str(path) for path in dataset.rglob("*") if path.is_file() and not path.name.startswith("_")]
        rows = ds.dataset(files, format="parquet").to_table(columns=[key, ra, dec]).to_pandas()
        centre = (float(rows[ra].median()), float(rows[dec].median()))
        cone = in_cone(rows[ra], rows[dec], centre, 10)
        south = rows[dec] < centre[1]
        truth[name] = {
            **{"part": part, "id": key, "dec": dec, "centre": centre, "rows": len(rows)},
            "cone": {"rows": int(cone.sum()), "sum": str(sum(rows[key][cone].tolist()))},
            "south": {"rows": int(south.sum()), "sum": str(sum(rows[key][south].tolist()))},
        }
    return truth


def stars():
    rng = np.random.default_rng(8)
    n = 400
    ra = rng.uniform(358, 362, n) % 360
    dec = rng.uniform(-2, 2, n)
    mag = rng.normal(18, 1.5, n).astype("f4")
    table = Table()
    table["id"] = np.arange(1, n + 1, dtype="i8") + 2**53
    table["ra"] = ra * u.deg
    table["dec"] = dec * u.deg
    table["mag"] = MaskedColumn(mag, mask=rng.random(n) < 0.1, unit="mag")
    table["name"] = [f"star {k:03d}" for k in range(n)]
    table["var"] = rng.random(n) < 0.2
    table["flux"] = rng.normal(10, 1, (n, 3)).astype("f4")
    table["z"] = (rng.normal(size=n) + 1j * rng.normal(size=n)).astype("c16")
    return table


def write_tables(table):
    TABLES.mkdir(exist_ok=True)
    plain = table["id", "ra", "dec", "mag", "name", "var"]
    hdu = fits.BinTableHDU(table.filled(np.nan), name="STARS")
    other = fits.BinTableHDU(Table({"x": np.arange(3)}), name="OTHER")
    fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(TABLES / "stars.fits", overwrite=True)
    fits.HDUList([fits.PrimaryHDU(), hdu, other]).writeto(TABLES / "two.fits", overwrite=True)
    plain.write(TABLES / "stars.vot", format="votable", overwrite=True)
    plain.write(TABLES / "stars.csv", format="ascii.csv", overwrite=True)
    plain.write(TABLES / "stars.ecsv", format="ascii.ecsv", overwrite=True)
    old = SkyCoord(plain["ra"], plain["dec"]).transform_to("fk4")
    b1950 = Table({"id": plain["id"], "ra": old.ra.deg * u.deg, "dec": old.dec.deg * u.deg})
    hdu = fits.BinTableHDU(b1950, name="STARS")
    hdu.header["RADESYS"] = "FK4"
    fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(TABLES / "b1950.fits", overwrite=True)
    sexagesimal = Table()
    sexagesimal["id"] = plain["id"]
    sexagesimal["RA"] = Angle(plain["ra"]).to_string(unit="hourangle", sep=":", precision=6)
    sexagesimal["DEC"] = Angle(plain["dec"]).to_string(unit="deg", sep=":", precision=5, alwayssign=True)
    sexagesimal.write(TABLES / "sexagesimal.csv", format="ascii.csv", overwrite=True)


def table_truth(table):
    centre, radius = (0.1, 0.2), 0.9
    near = in_cone(table["ra"], table["dec"], centre, radius)
    bright = np.asarray((table["mag"] < 18).filled(False))
    return {
        "rows": len(table),
        "cone": table["id"][near].tolist(),
        "bright": table["id"][near & bright].tolist(),
        "flux": [[float(x) for x in row] for row in table["flux"][near & bright]],
        "z": [[float(x.real), float(x.imag)] for x in table["z"][near & bright]],
    }


if __name__ == "__main__":
    golden = HERE.parents[3] / "shared" / "golden"
    if golden.exists():
        text = json.dumps(golden_truth(golden), indent=1)
        (HERE / "worker-golden-truth.json").write_text(text + "\n")
    table = stars()
    write_tables(table)
    truth = {**sample_truth(), "stars": table_truth(table)}
    # 64-bit integers as text: JavaScript would round them.
    for part, key in (("wise", "cone"), ("hats", "cone"), ("hats", "bright"), ("stars", "cone"), ("stars", "bright")):
        truth[part][key] = [str(value) for value in truth[part][key]]
    truth["wise"]["boxSum"] = str(truth["wise"]["boxSum"])
    (HERE / "worker-truth.json").write_text(json.dumps(truth) + "\n")
