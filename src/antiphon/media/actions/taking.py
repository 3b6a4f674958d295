"""Taking files in: from a disk, a stream or an address."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import IntegrityError, transaction

from antiphon.connect.errors import ChangeIt, NetworkError
from antiphon.connect.transport.guard import NotPublicError
from antiphon.connect.values import Kind
from antiphon.media import addresses, limits, refusals, shelf, workbench
from antiphon.media.actions import room
from antiphon.media.actions.describing import Focus, checked_alt, checked_focus
from antiphon.media.intake import Intake, Reads, pieces
from antiphon.media.kinds import Sort
from antiphon.media.models import Asset, Rendition
from antiphon.media.queries import POSTER
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.work.office import office

_SHAPE = ("kind", "mime", "width", "height", "seconds", "frames", "codec")


def take_in(
    by: By, source: Path | Reads, *, name: str, alt: str = "", focus: Focus = (0, 0)
) -> Asset:
    """Take a file in: judged, made anew without its metadata; the original is kept for download.

    The same bytes a second time are the same asset.
    """
    permit(by, "asset.write")
    words = {"alt": checked_alt(alt), "focus": checked_focus(focus)}
    with _no_room(), shelf.bench() as folder:
        raw = folder / "raw"
        with raw.open("wb") as file:
            intake = Intake(file, name)
            for piece in pieces(source):
                intake.add(piece)
            sort = intake.finish()
        return _accepted(by, raw, sort, intake.digest, name=name, **words)


def fetch(by: By, url: str, *, name: str = "", alt: str = "", focus: Focus = (0, 0)) -> Asset:
    """Take in what lies at a public address of the web."""
    permit(by, "asset.write")
    words = {"alt": checked_alt(alt), "focus": checked_focus(focus)}
    addresses.insist(url)
    called = name or PurePosixPath(unquote(urlsplit(url).path)).name
    with _no_room(), shelf.bench() as folder:
        raw = folder / "raw"
        with raw.open("wb") as file:
            # An address ends as it likes; only a name that a person gave is a claim.
            intake = Intake(file, name)
            _downloaded(url, intake.add)
            sort = intake.finish()
        return _accepted(by, raw, sort, intake.digest, name=called, source=url, **words)


def _downloaded(url: str, add: Callable[[bytes], None]) -> None:
    try:
        answer = office().download(url, add, limit=limits.BYTES[Kind.VIDEO] + limits.PIECE)
    except NotPublicError as error:
        say = "That address is not public, so we do not read from it."
        raise refusals.refused("not_public", say, field="media.url") from error
    except ChangeIt as error:
        say = "The address leads to one that is not of the public web."
        raise refusals.refused("not_public", say, field="media.url") from error
    except NetworkError as error:
        say = "The file could not be read from there in full. Try again, or upload it."
        raise refusals.refused("not_reached", say, field="media.url") from error
    if 300 <= answer.status < 400:
        say = "The address leads on to another one, and on and on. Take the last one."
        raise refusals.refused("redirects", say, limit=3, field="media.url")
    if not answer.ok:
        say = f"The server there has no such file for us (it says {answer.status})."
        raise refusals.refused("not_found", say, actual=answer.status, field="media.url")


def _accepted(by: By, raw: Path, sort: Sort, digest: str, **told: Any) -> Asset:
    known = Asset.objects.filter(workspace=by.workspace, original_digest=digest).first()
    if known is not None:
        return _again(by, known, told["alt"])
    room.insist(by.workspace, raw.stat().st_size)
    clean = raw.with_name("clean")
    made = workbench.examine(raw, clean, sort)
    asset = Asset(
        workspace=by.workspace,
        name=_shown(told["name"]),
        source=_without_query(told.get("source", "")),
        alt=told["alt"],
        focus_x=told["focus"][0],
        focus_y=told["focus"][1],
        notes=made["notes"],
        original=shelf.name_for(by.workspace.pk, sort.mime),
        original_digest=digest,
        original_size=raw.stat().st_size,
        **_shape(by, clean, made),
    )
    poster = _poster(by, asset, raw.with_name("poster"))
    return _stored(by, asset, poster, {asset.original: raw, asset.file: clean})


def _shape(by: By, made: Path, facts: dict[str, Any]) -> dict[str, Any]:
    known = {name: facts[name] for name in _SHAPE if name in facts}
    file = shelf.name_for(by.workspace.pk, facts["mime"])
    return {"file": file, "size": made.stat().st_size, "digest": shelf.digest_of(made), **known}


def _poster(by: By, asset: Asset, made: Path) -> tuple[Rendition, Path] | None:
    """The first frame of a video, where there is one."""
    if not made.exists():
        return None
    facts = {
        "kind": Kind.IMAGE,
        "mime": "image/jpeg",
        "frames": 1,
        "width": asset.width,
        "height": asset.height,
    }
    shape = _shape(by, made, facts)
    return Rendition(workspace=by.workspace, asset=asset, rule=POSTER, **shape), made


def _stored(
    by: By, asset: Asset, poster: tuple[Rendition, Path] | None, files: dict[str, Path]
) -> Asset:
    """Files first, then the row: a crash between them leaves files that are cleared away later."""
    if poster:
        files[poster[0].file] = poster[1]
    for name, made in files.items():
        shelf.put(made, name)
    try:
        with transaction.atomic():
            asset.save(force_insert=True)
            if poster:
                poster[0].save(force_insert=True)
            note(by, "asset.write", asset, after={"digest": asset.digest, "name": asset.name})
    except IntegrityError:
        shelf.discard(*files)
        return Asset.objects.get(workspace=by.workspace, digest=asset.digest)
    except BaseException:
        shelf.discard(*files)
        raise
    return asset


def _shown(name: str) -> str:
    """A name as it may be shown: what cannot be stored or seen is replaced, and it has an end."""
    readable = name.encode("utf-8", "replace").decode()[: limits.NAME]
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in readable)


def _without_query(url: str) -> str:
    """What follows the question mark may be a key to the file."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


@contextmanager
def _no_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        say = "There is no room left for files on this server. Its operator must make some."
        raise refusals.refused("no_room", say) from error


def _again(by: By, known: Asset, alt: str) -> Asset:
    """The same file once more; the first words for it count, but none are not words."""
    if alt and not known.alt:
        with transaction.atomic():
            known.alt = alt
            known.save(update_fields=["alt"])
            note(by, "asset.write", known, after={"alt": alt})
    return known
