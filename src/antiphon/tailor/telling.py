"""A post as one channel tells it, once, to everybody there or to one audience."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from antiphon.channels.models import Channel
from antiphon.connect.abilities import Publishes
from antiphon.connect.network import Network
from antiphon.connect.problems import is_threadable, problems
from antiphon.connect.rules import PostRule
from antiphon.connect.values import LinkCard, Parcel, Poll, PostType, Step, Targeting
from antiphon.kernel.problem import Problem
from antiphon.kernel.text import is_blank
from antiphon.plan.models import Post
from antiphon.tailor import judging, links
from antiphon.tailor.models import Audience, TrackedLink, Variant
from antiphon.tailor.packing import File, Form, form, joined, packed, parts, title

FORM, NUMBERED, ONE_PART, NO_POLL = "type", "numbered", "one_part", "no_poll"
BY_HAND = "by_hand"
OURS = (FORM, NUMBERED, ONE_PART, NO_POLL, BY_HAND)
"""Options of our own beside a network's: the form of the post; whether the parts of a thread are
numbered; whether a text too long for one post is a problem instead of a thread; whether the poll
is left out there; whether a person finishes it in the network's own app."""

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What goes out on one channel, to whom, and why it is told like this."""

    post: Post
    channel: Channel
    network: Network
    """With the limits of the channel's own server."""
    audience: Audience | None = None
    variants: tuple[Variant, ...] = ()
    """Those that were used, the most specific first; none: the post's own words."""
    reason: str = ""
    text: str
    title: str = ""
    language: str = ""
    link: str = ""
    comment: str = ""
    tags: tuple[str, ...] = ()
    poll: Poll | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    """The network's own, and ours (`OURS`)."""
    files: tuple[File, ...] = ()
    targeting: Targeting = field(default_factory=Targeting)
    tracked: TrackedLink | None = None
    """The link of ours that leads to the post's, if there is one."""
    notes: tuple[Problem, ...] = ()
    """What deserves a look in how it was chosen."""

    @property
    def chosen(self) -> PostType | None:
        """The form that somebody chose, if it is one."""
        name = self._ours().get(FORM)
        return next((type for type in PostType if type == name), None)

    @cached_property
    def shape(self) -> Form:
        """The form of the post on this network, and what each file becomes."""
        return form(self.network, self._sketch, self.chosen)

    @property
    def rule(self) -> PostRule | None:
        """What the network asks of that form."""
        return self.network.posts.get(self.shape.type)

    def told(self, link: str, tracked: TrackedLink | None = None) -> "Telling":
        """The same, leading to another address instead of its link."""
        return replace(
            self,
            link=link,
            tracked=tracked,
            text=links.replaced(self.text, self.link, link),
            comment=links.replaced(self.comment, self.link, link),
        )

    def parcels(self, key: str, made_at: datetime, *, fit: bool = True) -> tuple[Parcel, ...]:
        """What is sent, one after the other: the parts, then a first comment where there is one.

        With `fit` the files are made to fit if they have not been yet; without, they are only
        foreseen. The same telling always makes the same parcels.
        """
        told = [
            self._first(fit=fit),
            *(Parcel(text=text, **self._same()) for text in self._parts[1:]),
        ]
        if self.network.comment and not is_blank(self.comment):
            told.append(Parcel(text=self.comment, step=Step.COMMENT, **self._same()))
        return tuple(
            replace(parcel, key=f"{key}:{place}", made_at=made_at)
            for place, parcel in enumerate(told)
        )

    def problems(self) -> list[Problem]:
        """Everything that the network would refuse or a person should see, before it is sent."""
        return [*self.notes, *self._whole(), *self._each()]

    @property
    def headline(self) -> str:
        """Its title; where the network insists on one and nobody wrote it, how the text begins."""
        return title(self.title, self.text, self.rule)

    def _first(self, *, fit: bool) -> Parcel:
        card = LinkCard(url=self.link, title=self.title) if self.link and self._has_card else None
        return replace(
            self._sketch,
            text=self._parts[0],
            title=self.headline,
            type=self.shape.type,
            enclosures=tuple(packed(self.files, self.shape, self.rule, fit=fit)),
            link=card,
        )

    @cached_property
    def _sketch(self) -> Parcel:
        """Enough of the first parcel to see which form it takes."""
        return Parcel(
            text=self.text,
            title=self.title,
            enclosures=tuple(file.raw() for file in self.files),
            link=LinkCard(url=self.link) if self.link else None,
            poll=self.poll,
            **self._same(),
        )

    @property
    def _has_card(self) -> bool:
        return bool(self.rule and self.rule.link)

    @cached_property
    def _parts(self) -> list[str]:
        text = self.text if _keeps_tags(self.network) else links.with_tags(self.text, self.tags)
        text = text if self._has_card else links.with_link(text, self.link)
        rules = [rule for rule in (self.rule, self.network.posts.get(PostType.TEXT)) if rule]
        goes_on = is_threadable(self.network, self.shape.type) and PostType.TEXT in (
            self.network.posts
        )
        if not rules or not goes_on or self._ours().get(ONE_PART):
            return [joined(text)]
        numbered = bool(self._ours().get(NUMBERED))
        cut = parts(text, lambda part: all(r.text.fits(part) for r in rules), numbered=numbered)
        return cut or [text]

    def _same(self) -> dict[str, Any]:
        """What every part of it has."""
        return {
            "key": "",
            "made_at": _SOME_TIME,
            "language": self.language,
            "labels": self.tags if _keeps_tags(self.network) else (),
            "options": {name: v for name, v in self.options.items() if name not in self._ours()},
            "targeting": self.targeting,
        }

    def _ours(self) -> dict[str, Any]:
        return _ours(self.options, self.network)

    def _each(self) -> Iterator[Problem]:
        homeless = judging.homeless(self.shape.kinds, self.network)
        for place, parcel in enumerate(self.parcels("", _SOME_TIME, fit=False)):
            for problem in problems(parcel, self.network):
                if not (homeless and problem.field == "media"):  # said better already
                    yield replace(problem, field=_where(place, parcel, problem.field))

    def _whole(self) -> Iterator[Problem]:
        texts = {"text": self.text, "comment": self.comment}
        yield from judging.addresses(texts, self.link, ours=self.tracked is not None)
        yield from judging.length(self._parts, self.network)
        yield from judging.comment(self.comment, self.network)
        yield from judging.places(self.shape.kinds, self.network)
        yield from judging.fetching(self.files, self.network, self.channel)
        yield from judging.form(self._ours().get(FORM))
        yield from judging.silent(self.files, self.rule)


def is_by_hand(telling: Telling) -> bool:
    """Whether a person finishes it, because somebody wants that or no program can."""
    wanted = telling.options.get(BY_HAND) or telling.channel.by_hand
    return bool(wanted) or not telling.network.can(Publishes)


def _ours(options: Mapping[str, Any], network: Network) -> dict[str, Any]:
    """The options of our own among these, unless the network calls one of its own so."""
    theirs = {option.key for option in network.options}
    return {name: options[name] for name in OURS if name in options and name not in theirs}


def _keeps_tags(network: Network) -> bool:
    """Whether the network has a place of its own for tags."""
    return any(rule.labels for rule in network.posts.values())


def poll_of(kept: Mapping[str, Any] | None) -> Poll | None:
    """A poll as it is kept in a post, as networks get it."""
    if not kept:
        return None
    return Poll(
        choices=tuple(kept["choices"]),
        closes_after=timedelta(hours=kept.get("hours", 24)),
        multiple=bool(kept.get("multiple")),
        hides_totals=bool(kept.get("hides_totals")),
        question=kept.get("question", ""),
    )


def _where(place: int, parcel: Parcel, name: str) -> str:
    """The field of a problem, seen from the whole telling."""
    if parcel.step is Step.COMMENT:
        return "comment" if name == "text" else f"comment.{name}"
    return f"parts.{place}.{name}" if place else name
