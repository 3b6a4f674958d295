"""Pictures behind a secret link: by signed addresses that end, and only as we made them anew."""

from pathlib import PurePosixPath
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from antiphon.kernel.errors import NotHereError
from antiphon.media import actions as media
from antiphon.media import queries as files
from antiphon.media import shelf
from antiphon.media.actions import Size
from antiphon.media.models import Asset
from antiphon.plan.models import SharedView
from antiphon.plan.outside import queries
from antiphon.web.pages.outside.quiet import FILE_POLICY, missing, quiet

LASTS = 3_600
"""Seconds an address of a picture leads to it; the page makes new ones each time."""
_SIGNER = signing.TimestampSigner(salt="outside-file")


def address(view: SharedView, asset: Asset) -> str:
    """Where the picture of a file can be seen, for as long as a page is looked at."""
    return reverse("outside_file", args=[_SIGNER.sign(f"{view.pk.hex}.{asset.pk.hex}")])


@require_safe
def file(request: HttpRequest, signed: str) -> HttpResponse:  # noqa: ARG001 -- its address says all
    """A picture of the file, re-encoded; nothing when the address or the link behind it ended."""
    try:
        view, _, asset = _SIGNER.unsign(signed, max_age=LASTS).partition(".")
        shared = queries.still_open(UUID(view))
        found = files.asset(shared.workspace, UUID(asset)) if shared else None
    except (signing.BadSignature, ValueError, NotHereError):
        found = None
    made = media.shown(found, Size.LARGE) if found else None
    if made is None or not shelf.path_of(made.file).is_file():
        return missing()
    # A rendition of this size is small enough to be read at once.
    answer = HttpResponse(shelf.path_of(made.file).read_bytes(), content_type=made.mime)
    name = f"picture{PurePosixPath(made.file).suffix}"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return quiet(answer)
