"""A network that was just begun is complete, also as somebody else's package."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from antiphon.connect.registry import packages
from scripts import network

ROOT = Path(network.__file__).resolve().parent.parent


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a package of somebody else's is installed, made from the skeleton."""
    folder, site = tmp_path / "salon", tmp_path / "site"
    network.begin("salon", "Salon", apart=folder)
    monkeypatch.chdir(folder)
    wheel = build_wheel(str(tmp_path))
    # What an installer does with a wheel that holds no scripts.
    zipfile.ZipFile(tmp_path / wheel).extractall(site)
    return site


def suite(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of its own, in which that package is installed."""
    ours = ("ANTIPHON", "PYTEST", "DJANGO")
    given = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT, env={**given, "PYTHONPATH": str(site)}, capture_output=True, text=True,
        timeout=110, check=False,
    )  # fmt: skip


def test_a_package_of_somebody_else_adds_a_network_that_passes_the_contract(
    site: Path, tmp_path: Path
) -> None:
    contract = suite(site, "tests/networks", "-k", "salon")
    assert contract.returncode == 0, contract.stdout[-3000:]

    own = suite(site, str(tmp_path / "salon" / "src" / "antiphon_salon" / "tests"))
    assert own.returncode == 0, own.stdout[-3000:]
    assert "salon" not in packages()


@pytest.mark.parametrize(
    ("key", "name"),
    [("Salon", "Salon"), ("2nd", "Second"), ("class", "Class"), ("a-b", "A"), ("a", " ")],
)
def test_a_key_or_name_that_is_none_is_refused(key: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(network.WrongUseError):
        network.begin(key, name, apart=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    network.begin("salon", "Salon", apart=tmp_path)

    with pytest.raises(network.WrongUseError, match="there already"):
        network.begin("salon", "Salon", apart=tmp_path)
