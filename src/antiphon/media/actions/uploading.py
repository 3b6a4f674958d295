"""Files that come in pieces: begun, gone on with where they stopped, taken in when whole."""

import secrets
from uuid import UUID

from django.db import transaction

from antiphon.connect.values import Kind
from antiphon.kernel.problem import BadInputError
from antiphon.media import kinds, limits, queries, refusals, shelf
from antiphon.media.actions import room
from antiphon.media.actions.taking import take_in
from antiphon.media.intake import Reads, pieces
from antiphon.media.models import Asset, Upload
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.work import clock


def begin_upload(by: Member, *, name: str, size: int) -> Upload:
    """Make room for a file of this size that will come in pieces."""
    permit(by, "asset.write")
    _insist(by, name, size)
    aside = f"{shelf.ASIDE}/{secrets.token_hex(16)}.part"
    place = shelf.path_of(aside)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    with transaction.atomic():
        row = Upload.objects.create(
            workspace=by.workspace, member=by, name=name, size=size, file=aside,
            moved_at=clock.now(),
        )  # fmt: skip
        note(by, "asset.write", row, after={"begun": size})
    return row


def _insist(by: Member, name: str, size: int) -> None:
    most = limits.BYTES[Kind.VIDEO]
    if size <= 0:
        raise refusals.refused("empty_file", "The file is empty. Choose another one.")
    if size > most:
        raise refusals.too_large(size, most)
    if not name or len(name) > limits.NAME or not name.isprintable():
        say = f"The file needs a name of at most {limits.NAME} characters that can be shown."
        raise refusals.refused("name", say, actual=len(name), limit=limits.NAME)
    open_now = Upload.objects.filter(workspace=by.workspace, member=by).count()
    if open_now >= limits.UPLOADS:
        say = f"{open_now} files are on their way in. Finish or stop some of them first."
        raise refusals.refused("too_many", say, actual=open_now, limit=limits.UPLOADS)
    room.insist(by.workspace, size)


def go_on(by: Member, upload: UUID, piece: Reads, *, offset: int) -> Upload | Asset:
    """The next piece, from where the last one ended; the asset once nothing is missing.

    What was refused as a whole is forgotten, so that nobody goes on with it.
    """
    permit(by, "asset.write")
    row = _added(by, upload, piece, offset)
    if row.received < row.size:
        return row
    try:
        with shelf.path_of(row.file).open("rb") as whole:
            asset = take_in(by, whole, name=row.name)
    except BadInputError:
        _forget(row)
        raise
    _forget(row)
    return asset


def _added(by: Member, upload: UUID, piece: Reads, offset: int) -> Upload:
    queries.upload(by, upload)
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(workspace=by.workspace, member=by, pk=upload)
        if offset != row.received:
            say = f"The upload goes on at byte {row.received:,}, not at {offset:,}."
            raise refusals.refused("offset", say, actual=offset, limit=row.received)
        row.received += _written(row, piece)
        row.moved_at = clock.now()
        row.save(update_fields=["received", "moved_at"])
    return row


def _written(row: Upload, piece: Reads) -> int:
    """How many bytes came; more than were announced are refused, and so is a file of no kind."""
    came = 0
    with shelf.path_of(row.file).open("r+b") as file:
        file.seek(row.received)
        for part in pieces(piece):
            came += len(part)
            if row.received + came > row.size:
                raise refusals.too_large(row.received + came, row.size)
            file.write(part)
    if row.received == 0 and came >= limits.HEAD:
        with shelf.path_of(row.file).open("rb") as file:
            sort = kinds.insist(file.read(limits.HEAD), row.name)
        if row.size > limits.BYTES[sort.kind]:
            raise refusals.too_large(row.size, limits.BYTES[sort.kind])
    return came


def drop_upload(by: Member, upload: UUID) -> None:
    """Stop an upload; what came of it is removed."""
    permit(by, "asset.write")
    row = queries.upload(by, upload)
    with transaction.atomic():
        note(by, "asset.write", row, after={"dropped": row.received})
        _forget(row)


def _forget(row: Upload) -> None:
    Upload.objects.filter(pk=row.pk).delete()
    shelf.discard(row.file)
