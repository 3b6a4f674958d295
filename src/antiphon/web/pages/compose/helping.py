"""What helps while writing: emoji, hashtags, names, the card of a link, and who hears what."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.engage.names import known_names
from antiphon.people.models import Member
from antiphon.people.policy import allow
from antiphon.plan import queries as plans
from antiphon.plan.desk import queries as beside
from antiphon.publish.agenda import times
from antiphon.tailor import queries as tailor
from antiphon.tailor.preview import cards
from antiphon.tailor.sight import Sight, sights
from antiphon.web.emoji import search
from antiphon.web.pages.compose import timing
from antiphon.web.pages.compose.desk import Desk
from antiphon.web.pages.compose.fields import called
from antiphon.web.request import in_workspace

HERE = "web/pages/compose"
MOST = 12


@require_safe
@in_workspace
def emoji(request: HttpRequest, by: Member) -> HttpResponse:
    """Emoji that are called so in the reader's language."""
    allow(by, "post.write")
    found = search(request.GET.get("q", "")[:40], get_language() or "en")
    return render(request, f"{HERE}/emoji.html", {"found": found})


@require_safe
@in_workspace
def known(request: HttpRequest, by: Member) -> HttpResponse:
    """What may follow a `#` or an `@`: hashtags and groups of them, or names on the networks."""
    allow(by, "post.write")
    wanted = request.GET.get("q", "")[:60].casefold()
    named = request.GET.get("key") == "@"
    found = _names(request, by, wanted) if named else _hashtags(by, wanted)
    return render(request, f"{HERE}/known.html", {"found": found[:MOST]})


def _hashtags(by: Member, wanted: str) -> list[tuple[str, str]]:
    """Groups, each put in as a whole, and single ones."""
    groups = list(beside.hashtags(by.workspace))
    whole = [(row.name, " ".join(f"#{tag}" for tag in row.tags)) for row in groups]
    single = [(f"#{tag}", f"#{tag}") for row in groups for tag in row.tags]
    return [one for one in dict.fromkeys([*whole, *single]) if wanted in one[0].casefold()]


def _names(request: HttpRequest, by: Member, wanted: str) -> list[tuple[str, str]]:
    """Who is called so on the networks that the post is meant for."""
    if not (wanted and request.GET.get("post")):
        return []
    desk = Desk(by, plans.post(by.workspace, request.GET["post"]))
    networks = {row.network: network_of(row).name for row in desk.chosen}
    return [
        (f"@{one.handle} · {one.name or name}", f"@{one.handle}")
        for key, name in networks.items()
        for one in known_names(by.workspace, key, wanted)
    ]


@require_safe
@in_workspace
def card(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """What the link of a post says of itself, read once a day."""
    allow(by, "post.write")
    link = plans.post(by.workspace, pk).link
    return render(request, f"{HERE}/card.html", {"card": cards.card(by.workspace, link)})


@require_safe
@in_workspace
def who(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Every audience and what it hears where: whose words are its own, and whom nobody reaches."""
    desk = Desk(by, plans.post(by.workspace, pk))
    rows = list(tailor.audiences(by.workspace))
    seen = sights(rows, desk.told, desk.tellings)
    written = {called(own.row.channel_id, own.row.audience_id): own for own in desk.owns}
    wants = {"desk": desk, "rows": [_row(sight, desk.chosen, written) for sight in seen]}
    return render(request, f"{HERE}/who.html", wants)


def _row(sight: Sight, channels: list[Channel], written: dict[str, Any]) -> dict[str, Any]:
    own = f"any.{sight.audience.pk}"
    cells = [_cell(sight, channel, written) for channel in channels]
    return {"sight": sight, "name": own, "has_own": own in written, "cells": cells}


def _cell(sight: Sight, channel: Channel, written: dict[str, Any]) -> dict[str, Any]:
    """How one audience hears it on one channel."""
    name = called(channel.pk, sight.audience.pk)
    mine = [one for one in sight.tellings if one.channel == channel]
    told = next((one for one in mine if one.audience == sight.audience), None)
    has_own = name in written or bool(told and told.variants)
    kind = "own" if has_own else "shared" if mine else "none"
    return {"channel": channel, "name": name, "kind": kind, "written": name in written,
            "reason": (told or mine[0]).reason if mine else ""}  # fmt: skip


@require_safe
@in_workspace
def hours(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """The times of the way that is chosen, for each channel, and who is awake then."""
    desk = Desk(by, plans.post(by.workspace, pk))
    way, at = request.GET.get("way", ""), desk.when.at
    if way == timing.Way.AT:
        offers = times.hearing(desk.post, desk.chosen, at) if at else []
    else:
        wanted = times.Way.AWAKE if way == timing.Way.AWAKE else times.Way.SLOT
        offers = [one for one in times.offers(desk.post, desk.chosen) if one.way is wanted]
    return render(request, f"{HERE}/hours.html", {"offers": offers})
