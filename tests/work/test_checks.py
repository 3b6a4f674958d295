"""Production refuses to start on anything unsafe."""

from pathlib import Path
from typing import Any

import pytest

from antiphon.work import checks

pytestmark = pytest.mark.promise("O4")

STRONG = "".join(chr(33 + number) for number in range(64))


@pytest.fixture(autouse=True)
def safe(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A production in which all is well."""
    settings.PRODUCTION, settings.DEBUG = True, False
    settings.ALLOWED_HOSTS = ["antiphon.example.org"]
    settings.PUBLIC_URL = "https://antiphon.example.org"
    settings.KEYS_FILE = tmp_path / "keys"
    settings.KEYS_FILE.touch(0o400)
    monkeypatch.setenv("ANTIPHON_SECRET_KEY", STRONG)


def test_a_safe_production_starts() -> None:
    assert list(checks.unsafe()) == []
    checks.insist()


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DEBUG", True, "ANTIPHON_DEBUG"),
        ("ALLOWED_HOSTS", ["*"], "ANTIPHON_HOSTS"),
        ("ALLOWED_HOSTS", [".org"], "ANTIPHON_HOSTS"),
        ("ALLOWED_HOSTS", [], "ANTIPHON_HOSTS"),
        ("PUBLIC_URL", "http://antiphon.example.org", "ANTIPHON_PUBLIC_URL"),
    ],
)
def test_an_unsafe_setting_is_named(settings: Any, name: str, value: object, word: str) -> None:
    setattr(settings, name, value)

    with pytest.raises(checks.UnsafeError, match=word):
        checks.insist()
    assert [found.id for found in checks.production()]


@pytest.mark.parametrize("key", ["", "tiny", "a" * 80, "django-insecure-" + STRONG])
def test_a_weak_key_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("ANTIPHON_SECRET_KEY", key)
    monkeypatch.setenv("ANTIPHON_PRODUCTION", "yes")

    with pytest.raises(checks.UnsafeError, match="ANTIPHON_SECRET_KEY") as caught:
        checks.insist()
    assert not key or key not in str(caught.value)


def test_keys_that_everybody_can_read_are_refused(settings: Any) -> None:
    settings.KEYS_FILE.chmod(0o444)

    with pytest.raises(checks.UnsafeError, match="chmod 400"):
        checks.insist()


def test_outside_production_all_of_it_is_allowed(settings: Any) -> None:
    settings.PRODUCTION, settings.DEBUG = False, True

    checks.insist()
    assert checks.production() == []
