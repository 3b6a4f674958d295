"""Choosing pretend networks, and saying something on them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from antiphon.channels import actions as connecting
from antiphon.channels import pretended
from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.channels.ways import ways
from antiphon.connect.network import Network
from antiphon.connect.registry import network, networks
from antiphon.connect.values import PostType
from antiphon.kernel.errors import AntiphonError
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.plan import actions as plan
from antiphon.publish import actions as publish
from antiphon.web.request import in_workspace
from antiphon.web.shown.networks import sign_in_of

CHOSEN_AT_FIRST = 3
MOST = 12
"""Channels that a first post goes to at most; the page stays one that can be read."""


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def welcome(request: HttpRequest, by: Member) -> HttpResponse:
    """Which networks to pretend; by POST their accounts are opened."""
    if request.method != "POST":
        return _page(request, "choose", _choices(by))
    keys = [one.key for one in networks() if one.key in request.POST.getlist("network")]
    try:
        for key in keys:
            _pretend(by, key)
    except AntiphonError as error:
        return _page(request, "choose", _choices(by, keys) | {"problem": str(error)}, 422)
    return redirect("welcome_say", by.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def say(request: HttpRequest, by: Member) -> HttpResponse:
    """A small message with its previews; by POST it goes out."""
    mine = channels.channels(by.workspace).filter(state=ChannelState.CONNECTED)
    # What wants a picture or a film has its turn in Compose.
    rows = [row for row in mine if network(row.network).takes_words][:MOST]
    if not rows:
        return redirect("welcome", by.workspace.slug)
    text = request.POST.get("text", "")
    if request.method != "POST":
        return _page(request, "say", _previews(rows, text))
    chosen = [row for row in rows if str(row.pk) in request.POST.getlist("channel")]
    try:
        post = _announced(by, text, chosen)
    except AntiphonError as error:
        told = _previews(rows, text, chosen) | {"problem": str(error)}
        return _page(request, "say", told, 422)
    return redirect("welcome_live", by.workspace.slug, post)


def _page(request: HttpRequest, name: str, told: dict[str, Any], status: int = 200) -> HttpResponse:
    # A first run has no navigation yet: one thing after the other.
    wants = {"shell": None, **told}
    return render(request, f"web/pages/welcome/{name}.html", wants, status=status)


def _choices(by: Member, chosen: Sequence[str] | None = None) -> dict[str, Any]:
    known = {row.network for row in channels.channels(by.workspace) if pretended.is_pretended(row)}
    easy = [one.key for one in networks() if PostType.TEXT in one.posts][:CHOSEN_AT_FIRST]
    ticked = easy if chosen is None else chosen
    return {
        "may_connect": may(by, "channel.connect"),
        "is_on_offer": pretended.is_on_offer(),
        "pretend": [
            {"network": one, "known": one.key in known, "ticked": one.key in ticked}
            for one in networks()
            if one.takes_words
        ],
        "real": [{"network": one, "way": sign_in_of(one)} for one in networks()],
        "needs_keys": any(not way.is_ready for one in networks() for way in ways(one)),
    }


def _pretend(by: Member, key: str) -> None:
    here = by.workspace
    row = connecting.pretend(by, key, here.slug, here.name)
    connecting.set_reach(by, row, time_zone=here.time_zone)
    plan.spread_slots(by, row)


def _previews(
    rows: Sequence[Channel], text: str, chosen: Sequence[Channel] | None = None
) -> dict[str, Any]:
    ticked = {row.pk for row in (rows if chosen is None else chosen)}
    shown = [{"row": row, "ticked": row.pk in ticked, "limit": _limit(row)} for row in rows]
    return {"channels": shown, "text": text, "limit": min(one["limit"] for one in shown)}  # type: ignore[type-var]


def _limit(row: Channel) -> int:
    rules = network(row.network).at(row.facts).posts
    rule = rules.get(PostType.TEXT) or next(iter(rules.values()))
    return rule.text.limit


def _announced(by: Member, text: str, rows: Sequence[Channel]) -> Any:
    parts = {"title": " ".join(text.split()[:6])[:60]} if _want_a_title(rows) else {}
    made = publish.announce(by, publish.Message(text=text, channels=rows, parts=parts))
    return made[0].post_id


def _want_a_title(rows: Sequence[Channel]) -> bool:
    """An article needs a title; the first words of the message are one."""
    known: list[Network] = [network(row.network) for row in rows]
    return any(rule.needs_title for one in known for rule in one.posts.values())
