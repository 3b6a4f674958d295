"""Begins a network: copies a small complete one that passes every suite, under another name.

`make network KEY=salon NAME=Salon` puts it into `src/antiphon/networks/salon`. With `--apart` and
a folder it becomes a package of its own there, which adds the network by an entry point.
"""

import argparse
import keyword
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKELETON = ROOT / "scripts" / "skeleton"
NETWORKS = ROOT / "src" / "antiphon" / "networks"
KEY = re.compile(r"[a-z][a-z0-9_]{0,38}")
ONLY_APART = "pyproject.toml"


class WrongUseError(Exception):
    """It cannot be begun like that; the text says why."""


def begin(key: str, name: str, apart: Path | None = None) -> Path:
    """Copy the skeleton; the folder of the network, which did not exist before."""
    if not KEY.fullmatch(key) or keyword.iskeyword(key):
        raise WrongUseError(f"“{key}” is no key: small letters, digits and _, a letter first.")
    if not name.strip():
        raise WrongUseError("A network needs a name: NAME=Salon.")
    package = f"antiphon_{key}" if apart else f"antiphon.networks.{key}"
    folder = apart / "src" / package if apart else NETWORKS / key
    if folder.exists():
        raise WrongUseError(f"{folder} is there already. Choose another key, or remove it.")
    for template in sorted(SKELETON.rglob("*.tmpl")):
        place = template.relative_to(SKELETON).with_suffix("")
        if place.name == ONLY_APART and apart is None:
            continue
        target = (apart or folder) / place if place.name == ONLY_APART else folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(filled(template.read_text(), key, name.strip(), package))
    return folder


def filled(text: str, key: str, name: str, package: str) -> str:
    """The text of a template with the names of this network."""
    today = datetime.now(UTC)
    given = {
        "__key__": key,
        "__Name__": name,
        "__Badge__": f"{name[0].upper()}{(name[1:] or 'x')[0].lower()}",
        "__package__": package,
        "__today__": f"{today.year}, {today.month}, {today.day}",
    }
    for placeholder, value in given.items():
        text = text.replace(placeholder, value)
    return text


def main() -> int:
    """Begin it, and say what comes next."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("key")
    asked.add_argument("name")
    asked.add_argument("--apart", type=Path, metavar="FOLDER", help="a package of its own, there")
    given = asked.parse_args()
    try:
        folder = begin(given.key, given.name, given.apart)
    except WrongUseError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{folder} is a complete small network that nobody has.\n"
          "Change it into a real one as docs/how-to/add-a-network.md says.")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
