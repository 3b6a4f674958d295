"""What needs somebody now as rows of a page: a look, a sentence, one next step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antiphon.channels.states import State as ChannelState
from antiphon.engage.attention import Kind, Need
from antiphon.people.models import Member
from antiphon.publish.states import State
from antiphon.web.shown.networks import called
from antiphon.web.shown.states import LOOKS, Look

SHOWN = 6
_PUBLICATIONS = frozenset({Kind.FAILED, Kind.ASKING, Kind.UNSURE, Kind.MISSED})
_CHANNELS = frozenset({Kind.LOST, Kind.ENDING})


@dataclass(frozen=True, slots=True)
class Row:
    """One line: how it looks, what it is about, why, and where it leads."""

    look: Look
    title: str
    line: str
    step: str
    address: str


def rows(by: Member, needs: Sequence[Need]) -> list[Row]:
    """Those of one kind that are dealt with in a list of their own stand as one."""
    return [row for row in _rows(by, needs) if row.title]


def _rows(by: Member, needs: Sequence[Need]) -> Iterator[Row]:
    together: dict[Kind, list[Need]] = {Kind.TO_APPROVE: [], Kind.MESSAGE: []}
    for need in needs:
        if need.kind in together:
            together[need.kind].append(need)
    for need in needs:
        mine = together.get(need.kind)
        if mine is None:
            yield _alone(by, need)
        elif mine and need is mine[0]:
            yield (_approvals if need.kind is Kind.TO_APPROVE else _messages)(by, mine)


def _alone(by: Member, need: Need) -> Row:
    if need.kind in _PUBLICATIONS:
        return _publication(by, need)
    return _channel(by, need) if need.kind in _CHANNELS else _planned(by, need)


def _publication(by: Member, need: Need) -> Row:
    row, look = need.row, LOOKS[need.row.state]
    steps: dict[str, Any] = {
        State.REFUSED: _("Repair"), State.UNSURE: _("Look"), State.ASKING: _("Decide"),
        State.MISSED: _("Decide"),
    }  # fmt: skip
    line = f"{called(row.channel)}: {need.reason}" if need.reason else called(row.channel)
    address = link("publication", by, row.pk) or link("compose_post", by, row.post_id)
    return Row(look, str(row.post), line, steps[row.state], address)


def _channel(by: Member, need: Need) -> Row:
    row = need.row
    if need.kind is Kind.LOST:
        told = _("%(channel)s is signed out") % {"channel": called(row)}
        look = LOOKS[ChannelState.LOST]
    else:
        told = _("%(channel)s will be signed out soon") % {"channel": called(row)}
        look = Look("unsure", "unsure", _("Ends soon"))
    why = need.reason or _("Somebody has to sign in again; until then its posts wait.")
    return Row(look, told, why, _("Sign in"), link("channels_one", by, row.pk))


def _planned(by: Member, need: Need) -> Row:
    """A wish that could not be granted, or a series that was stopped."""
    if need.kind is Kind.NOT_GRANTED:
        look = Look("refused", "clock", _("No hour"))
        address = link("compose_post", by, need.row.post_id)
        return Row(look, str(need.row.post), need.reason, _("Choose a time"), address)
    look = Look("held", "held", _("Stopped"))
    address = link("compose_series", by, need.row.post_id) or link("calendar", by)
    return Row(look, need.row.name, need.reason, _("Look"), address)


def _approvals(by: Member, mine: Sequence[Need]) -> Row:
    told = ngettext("%(n)d waits", "%(n)d wait", len(mine)) % {"n": len(mine)}
    first, more = mine[0], len(mine) - 1
    who = first.row.author.person if first.row.author else _("Somebody")
    line = _("%(who)s asks for your word.") % {"who": who}
    if more:
        line = ngettext("and %(n)d more.", "and %(n)d more.", more) % {"n": more} + " " + line
    look = Look("asking", "asking", told)
    return Row(look, str(first.row), line, _("Review"), link("approvals", by))


def _messages(_by: Member, mine: Sequence[Need]) -> Row:
    told = ngettext("%(n)d message", "%(n)d messages", len(mine)) % {"n": len(mine)}
    newest = mine[0].row
    look = Look("asking", "comment", told)
    line = f"{newest.author}: {newest.text}"[:160]
    return Row(look, _("What came back in the last 7 days"), line, _("Read"), "#heard")


def link(name: str, by: Member, *about: Any) -> str:
    """The address of a page, if there is one of that name."""
    try:
        return reverse(name, args=[by.workspace.slug, *about])
    except NoReverseMatch:
        return ""
