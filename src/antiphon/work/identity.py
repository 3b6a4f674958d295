"""Whether this database is ours to send from, or a copy of one that another installation uses.

A secret lies outside the database, its digest inside. Where they do not belong together somebody
copied the database, and both copies would send the same: this one sends nothing until an operator
says `antiphon adopt` (P19).
"""

import hashlib
import time

from antiphon import environment
from antiphon.kernel.errors import AntiphonError
from antiphon.work import actions, start
from antiphon.work.models import Instance


class CopyError(AntiphonError):
    """The database belongs to another installation."""


BELIEVED_FOR = 5.0
"""Seconds for which an answer that was good stays believed; within them an adoption is noticed."""

WORDS = (
    "This database is a copy: it belongs to another installation, which may still be sending. "
    "If this is the one that goes on, stop the other and run antiphon adopt."
)


def digest() -> str:
    """What the database knows of this installation's secret."""
    return hashlib.sha256(f"antiphon instance {_secret()}".encode()).hexdigest()


def stranger() -> str:
    """Why nothing may be sent from here; empty where the database is ours."""
    ours = digest()
    if time.monotonic() < _believed.get(ours, 0.0):
        return ""
    if known().digest != ours:
        return WORDS
    _believed[ours] = time.monotonic() + BELIEVED_FOR
    return ""


def insist() -> None:
    """Refuse whatever would be seen outside, where the database is a copy."""
    if words := stranger():
        raise CopyError(words)


def known() -> Instance:
    """Whose database this is; a new one is ours from the first question on."""
    return Instance.objects.first() or actions.settle_in(digest())


def _secret() -> str:
    if environment.INSTANCE.is_given:
        return environment.INSTANCE.value().reveal()
    file = environment.HOME.value() / "instance"
    if not file.exists():
        start.make_secret(file)
    return file.read_text().strip()


_believed: dict[str, float] = {}
