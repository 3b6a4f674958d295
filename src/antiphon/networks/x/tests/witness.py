"""What others wrote about the network: found beside the checkout, never copied."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[5]


def shared(name: str) -> Path:
    """A file or folder of the witness; without it the test is skipped."""
    folder = Path(os.environ.get("ANTIPHON_SHARED", ROOT.parent / "shared")) / "specs" / "x"
    if not (folder / name).exists():
        pytest.skip(f"The witness {name} is not beside the checkout; set ANTIPHON_SHARED.")
    return folder / name


@cache
def read(name: str) -> Any:
    """One JSON file of the witness."""
    return json.loads(shared(name).read_text(encoding="utf-8"))
