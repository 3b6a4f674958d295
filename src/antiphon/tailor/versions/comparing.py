"""What changed between what was approved and what is now, for each telling."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from antiphon.channels.models import Channel
from antiphon.kernel.difference import Piece, difference, is_changed
from antiphon.media.models import Asset
from antiphon.plan import digest
from antiphon.plan.models import Agreement, Post
from antiphon.plan.outside.queries import agreed_before
from antiphon.tailor.choosing import Told, gathered, told_on
from antiphon.tailor.models import Audience, Variant, VariantSet
from antiphon.tailor.packing import File
from antiphon.tailor.shape import OVERRIDES
from antiphon.tailor.telling import Telling

KEPT = ("text", "title", "language", "link", "comment", "poll", "tags", "options")


class Where(StrEnum):
    """Whether a telling was there before and is there now."""

    BOTH = "both"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a telling, as pieces that stayed, came and went."""

    part: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One telling as it was approved and as it is now; `changes` only has parts that differ."""

    channel: Channel
    audience: Audience | None
    where: Where
    before: Telling | None
    now: Telling | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A post against what was approved of it before; without an agreement everything is new."""

    agreement: Agreement | None
    tellings: tuple[Compared, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anybody would see a difference."""
        return any(one.changes or one.where is not Where.BOTH for one in self.tellings)


def compare(post: Post, channels: Iterable[Channel]) -> Comparison:
    """How each of these channels would tell it now, and told it when it was last approved."""
    where = list(channels)
    now = gathered(post)
    agreement = agreed_before(post, digest.of(post))
    before = told_on(where, _as_agreed(now, agreement)) if agreement else []
    return Comparison(agreement, tuple(_compared(before, told_on(where, now))))


def changes(before: Telling, now: Telling) -> list[Change]:
    """The parts in which two tellings differ."""
    found = []
    for part, said in PARTS.items():
        pieces = difference(said(before), said(now))
        if is_changed(pieces):
            found.append(Change(part, tuple(pieces)))
    return found


def _files(telling: Telling) -> str:
    return "\n".join(
        f"{file.asset} ({file.alt})" if file.alt else str(file.asset) for file in telling.files
    )


def _options(telling: Telling) -> str:
    return "\n".join(f"{name}: {value}" for name, value in sorted(telling.options.items()))


def _poll(telling: Telling) -> str:
    poll = telling.poll
    return "\n".join([poll.question, *poll.choices, str(poll.closes_after)]) if poll else ""


PARTS: Mapping[str, Callable[[Telling], str]] = {
    "text": lambda telling: telling.text,
    "title": lambda telling: telling.title,
    "media": _files,
    "link": lambda telling: telling.link,
    "poll": _poll,
    "comment": lambda telling: telling.comment,
    "tags": lambda telling: " ".join(f"#{tag}" for tag in telling.tags),
    "language": lambda telling: telling.language,
    "options": _options,
}
"""What one would notice, and how it is read word by word."""


def _compared(before: list[Telling], now: list[Telling]) -> Iterable[Compared]:
    old = {_whom(telling): telling for telling in before}
    new = {_whom(telling): telling for telling in now}
    for key, telling in new.items():
        was = old.get(key)
        found = tuple(changes(was, telling)) if was else ()
        where = Where.BOTH if was else Where.NEW
        yield Compared(telling.channel, telling.audience, where, was, telling, found)
    for key, telling in old.items():
        if key not in new:
            yield Compared(telling.channel, telling.audience, Where.GONE, telling, None, ())


def _whom(telling: Telling) -> tuple[Any, Any]:
    return telling.channel.pk, telling.audience.pk if telling.audience else None


def _as_agreed(now: Told, agreement: Agreement) -> Told:
    """Everything that tellings were made of when it was approved."""
    post, content = now.post, agreement.content
    kept = {name: content[name] for name in KEPT if name in content}
    was = Post(pk=post.pk, workspace=post.workspace, **kept)
    variants = tuple(_variants(was, content.get("shape", "")))
    files = content.get("files", [])
    ids = {file["asset"] for variant in variants for file in variant.assets or []}
    mine = Asset.objects.filter(workspace=post.workspace_id)
    by_digest = {row.digest: row for row in mine.filter(digest__in=[one for one, _alt in files])}
    return replace(
        now,
        post=was,
        variants=variants,
        files=tuple(File(by_digest[one], alt) for one, alt in files if one in by_digest),
        assets={str(row.pk): row for row in mine.filter(pk__in=ids)},
    )


def _variants(post: Post, shape: str) -> Iterable[Variant]:
    """The variants under that fingerprint; of an audience that is gone nobody can tell any more."""
    kept = VariantSet.objects.filter(post=post.pk, shape=shape).first()
    rows = kept.content if kept else []
    wanted = [row["audience"] for row in rows if row["audience"]]
    audiences = {
        str(row.pk): row
        for row in Audience.objects.filter(workspace=post.workspace_id, pk__in=wanted)
    }
    for row in rows:
        if row["audience"] and row["audience"] not in audiences:
            continue
        overrides = {name: row[name] for name in OVERRIDES}
        whom = {
            "channel_id": UUID(row["channel"]) if row["channel"] else None,
            "audience": audiences.get(row["audience"] or ""),
        }
        yield Variant(workspace=post.workspace, post=post, **whom, **overrides)
