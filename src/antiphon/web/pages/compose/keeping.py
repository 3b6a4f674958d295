"""Keeping what was written: only what differs, all of it against the version that was seen."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import Problem
from antiphon.media import actions as media
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan import wording
from antiphon.plan.models import Post
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Wish
from antiphon.tailor import actions as tailor
from antiphon.tailor.choosing import Told
from antiphon.tailor.models import Variant
from antiphon.web.pages.compose import timing
from antiphon.web.pages.compose.fields import Whom, Written
from antiphon.web.pages.compose.timing import Way, When


class Kept:
    """What stands there now, and what of a form differs from it."""

    def __init__(self, told: Told, wish: Wish | None, channels: list[Channel]) -> None:
        self.told, self.wish, self.channels = told, wish, channels
        self.post = told.post

    @property
    def token(self) -> str:
        """The version that a page shows: of the post, and of where and when it is meant for."""
        named = sorted(map(str, self.named))
        when = [str(self.wish.planned_at), self.wish.queue] if self.wish else []
        mark = hashlib.sha256(repr([named, when, self.post.shape]).encode()).hexdigest()[:8]
        return f"{self.post.version}-{mark}"

    @property
    def named(self) -> list[Any]:
        """The ids of the channels that it is meant for."""
        return [*getattr(self.wish, "named", ())]

    @property
    def files(self) -> list[tuple[str, str]]:
        """The post's own files in order, with what they are said to show."""
        return [(str(file.asset.pk), file.alt) for file in self.told.files]

    def with_words(self, by: Member, changed: dict[str, Any]) -> "Kept":
        """The same after these words were kept."""
        if not changed:
            return self
        post = plan.edit(by, self.post, self.post.version, **changed)
        post.workspace = by.workspace
        return Kept(replace(self.told, post=post), self.wish, self.channels)

    def parts(self, written: Written) -> dict[str, Any]:
        """The parts of the post that somebody wrote otherwise."""
        said = {name: value for name, value in written.parts.items() if value != self.stands(name)}
        options = {**self.post.options, **written.options}
        options = {key: chosen for key, chosen in options.items() if chosen}
        if written.options and options != self.post.options:
            said["options"] = options
        if written.files is not None:
            alts = {**dict(self.files), **written.alts}
            files = [(id, alts.get(id, "")) for id in written.files]
            if files != self.files:
                said["assets"] = files
        return said

    def stands(self, name: str) -> Any:
        """A part as a form would bring it."""
        value = getattr(self.post, "campaign_id" if name == "campaign" else name)
        if name == "campaign":
            return str(value) if value else None
        if name == "poll" and value:
            return {"hours": 24, "multiple": False, "question": ""} | value
        return value

    def variants(self, written: Written) -> Iterator[tuple[Whom, dict[str, Any]]]:
        """The tellings that somebody wrote otherwise."""
        there = {_whom(row): row for row in self.told.variants}
        for whom, words in written.tellings.items():
            row = there.get(whom)
            if row is None or any(getattr(row, name) != text for name, text in words.items()):
                yield whom, dict(words)
        shown = written.files if written.files is not None else [id for id, _alt in self.files]
        for channel, out in written.left_out.items():
            row = there.get((channel, ""))
            wanted = [id for id in shown if id not in out] if out else None
            stands = (
                [one["asset"] for one in row.assets] if row and row.assets is not None else None
            )
            if wanted != stands:
                files = None if wanted is None else [(id, "") for id in wanted]
                yield (channel, ""), {"assets": files}

    def meant(self, written: Written, when: When | None) -> tuple[list[Channel], When] | None:
        """Where and when, if somebody chose otherwise."""
        was = timing.of(self.wish, self.post.workspace)
        now = was if when is None or when.problem else when
        chosen = self.named if written.channels is None else written.channels
        rows = {str(row.pk): row for row in self.channels}
        if unknown := [id for id in map(str, chosen) if id not in rows and written.channels]:
            raise NotHereError(f"There is no channel “{unknown[0][:60]}” in this workspace.")
        same = {*map(str, chosen)} == {*map(str, self.named)}
        if same and _same(was, now):
            return None
        return [rows[id] for id in map(str, chosen) if id in rows], now


def keep(
    by: Member, kept: Kept, written: Written, when: When | None
) -> tuple[list[Problem], Kept | None]:
    """Keep all that can be kept, each field by itself; what cannot is told.

    With it what stands there now, where only words changed; else it must be looked up anew.
    """
    changed, variants = kept.parts(written), list(kept.variants(written))
    found = list(_spoiled(changed, variants))
    found += [when.problem] if when and when.problem else []
    meant, points = kept.meant(written, when), dict(_points(kept, written))
    if not (variants or meant or points or "assets" in changed):
        return found, kept.with_words(by, changed)
    with transaction.atomic():
        if changed or variants:
            plan.edit(by, kept.post, kept.post.version, **changed)
        if variants:
            tailor.tell_each(by, kept.post, [_version(whom, words) for whom, words in variants])
        if meant:
            _sketch(by, kept.post, *meant)
        for asset, point in points.items():
            media.describe(by, asset, focus=point)
    return found, None


def _points(kept: Kept, written: Written) -> Iterator[tuple[str, tuple[float, float]]]:
    for file in kept.told.files:
        id, stands = str(file.asset.pk), (file.asset.focus_x, file.asset.focus_y)
        if written.focus.get(id, stands) != stands:
            yield id, written.focus[id]


def _spoiled(
    changed: dict[str, Any], variants: list[tuple[Whom, dict[str, Any]]]
) -> Iterator[Problem]:
    """What stands against keeping a field; it is taken out, so that the others can be kept."""
    for problem in [*_problems(changed)]:
        changed.pop(problem.field.split(".")[0], None)
        yield problem
    for whom, words in [*variants]:
        for problem in [*_problems(words)]:
            words.pop(problem.field.split(".")[0], None)
            channel, audience = (part or "any" for part in whom)
            yield Problem(
                field=f"tell.{channel}.{audience}.{problem.field}",
                rule=problem.rule, say=problem.say, actual=problem.actual, limit=problem.limit,
            )  # fmt: skip
        if not words:
            variants.remove((whom, words))


def _problems(facts: dict[str, Any]) -> Iterator[Problem]:
    yield from wording.problems({name: value for name, value in facts.items() if name != "assets"})
    for _id, alt in facts.get("assets") or ():
        for one in wording.problems({"comment": alt}):
            say = one.say.replace("comment", "description")
            yield Problem(field="assets", rule=one.rule, say=say)


def _sketch(by: Member, post: Post, channels: list[Channel], when: When) -> None:
    at = when.at if when.way is Way.AT else None
    agenda.sketch(by, post, channels, at=at, queue=when.way in WAITS)


WAITS = frozenset({Way.QUEUE, Way.AWAKE})
"""What is found out when it is asked for; until then it is kept as the queue, never as now."""


def _same(was: When, now: When) -> bool:
    if was.way in WAITS or now.way in WAITS:
        return was.way in WAITS and now.way in WAITS
    return (was.way, was.at) == (now.way, now.at)


def _version(whom: Whom, words: dict[str, Any]) -> Any:
    return {"channel": whom[0] or None, "audience": whom[1] or None, "words": words}


def _whom(row: Variant) -> Whom:
    return str(row.channel_id or ""), str(row.audience_id or "")
