"""What production refuses to start with."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from antiphon.kernel.errors import AntiphonError
from antiphon.work import start

LEAST_LENGTH = 50
LEAST_VARIETY = 10
KNOWN = ("django-insecure", "changeme", "change-me", "secret", "only-for-tests")


class UnsafeError(AntiphonError):
    """This installation is not safe for others to use."""


@checks.register(checks.Tags.security)
def production(**_: Any) -> list[checks.CheckMessage]:
    """All that is unsafe, when others are to use it."""
    if not settings.PRODUCTION:
        return []
    return [checks.Error(words, id=f"antiphon.E{number:03}") for number, words in unsafe()]


def insist() -> None:
    """Refuse to go on with anything unsafe."""
    if settings.PRODUCTION and (found := [words for _, words in unsafe()]):
        raise UnsafeError(" ".join(found))


def unsafe() -> Iterator[tuple[int, str]]:
    """What is unsafe, each with its number."""
    key = start.secret_key()
    if settings.DEBUG:
        yield 1, "ANTIPHON_DEBUG is on: pages would show the program's inside to everybody."
    if not key:
        yield 2, "ANTIPHON_SECRET_KEY is missing: production needs one of its own."
    elif is_weak(key):
        yield 3, "ANTIPHON_SECRET_KEY is too short, too plain or a known example."
    if hosts := [host for host in settings.ALLOWED_HOSTS if is_too_wide(host)]:
        yield 4, f"ANTIPHON_HOSTS takes anybody's name: {', '.join(hosts)}."
    if not settings.ALLOWED_HOSTS:
        yield 4, "ANTIPHON_HOSTS is empty: say under which names we answer."
    if is_open_to_all(Path(settings.KEYS_FILE)):
        yield 5, f"Everybody here can read the sealing keys; run chmod 400 {settings.KEYS_FILE}."
    if not settings.PUBLIC_URL.startswith("https://"):
        yield 6, "ANTIPHON_PUBLIC_URL must begin with https:// so that nobody reads along."


def is_weak(key: str) -> bool:
    """Whether a signing key could be guessed."""
    known = key.lower().startswith(KNOWN)
    return known or len(key) < LEAST_LENGTH or len(set(key)) < LEAST_VARIETY


def is_too_wide(host: str) -> bool:
    """Whether this stands for names that are not ours: everything, or a whole top-level domain."""
    return host == "*" or (host.startswith(".") and "." not in host.strip("."))


def is_open_to_all(file: Path) -> bool:
    """Whether everybody on this machine can read the file."""
    return file.exists() and bool(file.stat().st_mode & stat.S_IROTH)
