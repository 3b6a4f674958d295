"""Whether the files that were approved are still the ones on disk."""

import hashlib

from antiphon.connect.errors import ChangeIt
from antiphon.connect.values import Enclosure, Parcel
from antiphon.kernel.errors import AntiphonError

_BLOCK = 1 << 20


class FileTroubleError(AntiphonError):
    """A file is missing, unreadable or another one than was approved; nothing was sent."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.remedy = ChangeIt(say)


def insist_on_files(parcel: Parcel) -> None:
    """Refuse to send what was not approved (P11): every file is read and compared."""
    thumbs = [parcel.link.thumb] if parcel.link and parcel.link.thumb else []
    for enclosure in [*parcel.enclosures, *thumbs]:
        _insist(enclosure)


def _insist(enclosure: Enclosure) -> None:
    found = hashlib.sha256()
    try:
        with enclosure.path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError as error:
        raise FileTroubleError(
            "A file of this post is missing or cannot be read. Add it again."
        ) from error
    if found.hexdigest() != enclosure.digest:
        raise FileTroubleError(
            "A file of this post changed after it was approved. Add it again and have it approved."
        )
