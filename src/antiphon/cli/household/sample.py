"""The sample workspace: a drink maker with channels in five countries, all of them pretended."""

import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from antiphon.channels import actions as channels
from antiphon.channels import queries
from antiphon.channels.models import Channel
from antiphon.cli.demo import picture, story
from antiphon.connect.network import Network
from antiphon.connect.registry import network as find_network
from antiphon.connect.registry import networks
from antiphon.kernel.window import Moment, local
from antiphon.media import actions as media
from antiphon.people import actions as people
from antiphon.people import queries as persons
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.publish import actions as publish
from antiphon.tailor import actions as tailor
from antiphon.work import clock

OWNER, EDITOR = "owner@example.org", "editor@example.org"
NAME, SLUG, SEED = "Fizz", "fizz", 1
QUEUED = (
    ("Three ways to drink it: with ice, with mint, or straight from the fridge.", 1),
    ("Meet Ingrid, who picks the berries.", 2),
    ("Return ten bottles, get one back.", 4),
)
DRAFT = "An idea for the summer: a bottle that tells you when it is cold enough."
ASKED = "We are sponsoring the city run. See you at kilometre seven?"


def fill() -> str:
    """Make it if there is no workspace yet; the new owner's password, or nothing."""
    if persons.workspaces().exists():
        return ""
    password = secrets.token_urlsafe(15)
    # All of it or nothing: a start that was broken off begins anew the next time.
    with transaction.atomic():
        by = _owner(password)
        _audiences(by)
        _connect(by)
        _posts(by)
        _ask_for_a_word(by)
    return password


def reconnect() -> int:
    """A sandbox forgets when it stops: open its accounts again, for the channels that had them."""
    by = persons.owner(SLUG)
    return _connect(by, again=True) if by and by.person.email == OWNER else 0


def _owner(password: str) -> Member:
    owner = people.take_in(OWNER, name="Olga", password=password, proved=True)
    return people.found(NAME, SLUG, owner=owner)


def _audiences(by: Member) -> None:
    for told in story.TOLD:
        tailor.set_audience(by, told.audience, climates=[told.climate], languages=[told.language])


def _connect(by: Member, *, again: bool = False) -> int:
    """One account for each country; where a network chooses people itself, one for all."""
    done, known = 0, {str(row.pk) for row in _rows(by)} if again else set()
    for network in networks():
        chooses = bool(network.targeting.restricts) and not network.targeting.kinds
        for place in story.PLACES[:1] if chooses else story.PLACES:
            row = _enter(by, network, place, alone=chooses)
            if str(row.pk) not in known:
                _settle(by, row, story.PLACES if chooses else (place,))
            done += 1
    return done


def _rows(by: Member) -> list[Channel]:
    return list(queries.channels(by.workspace))


def _enter(by: Member, network: Network, place: story.Place, *, alone: bool) -> Channel:
    handle, name = ("fizz", "Fizz") if alone else (place.handle, place.name)
    return channels.pretend(by, network.key, handle, name, country=place.country)


def _settle(by: Member, row: Channel, places: tuple[story.Place, ...]) -> None:
    channels.set_reach(
        by,
        row,
        countries=[one.country for one in places],
        languages=sorted({one.language for one in places}),
        time_zone=places[0].zone,
    )
    plan.spread_slots(by, row)


def _posts(by: Member) -> None:
    """Some live, some to come, a draft, and one that waits for a word."""
    rows = _rows(by)
    publish.announce(by, _first(by, rows))
    for place, (text, days) in enumerate(QUEUED):
        mine = [row for row in rows if find_network(row.network).rhythm.per_week > place]
        publish.announce(by, _message(text, mine, at=_in(days)))
    plan.draft(by, text=DRAFT)


def _first(by: Member, rows: list[Channel]) -> Any:
    """The message of the demo: with a picture, told to hot and to cold countries."""
    script = story.script(SEED)
    with tempfile.TemporaryDirectory() as folder:
        drawn = picture.draw(Path(folder) / "fizz.png", SEED)
        asset = media.take_in(by, drawn, name="fizz.png", alt=story.ALT)
    return publish.Message(
        text=script.text,
        channels=rows,
        told_to=[
            (told.audience, {"text": text, "language": told.language}) for told, text in script.told
        ],
        assets=[(asset, story.ALT)],
        parts={"title": story.TITLE, "link": story.LINK, "language": "en"},
    )


def _message(text: str, rows: list[Channel], at: Moment) -> Any:
    parts = {"language": "en", "title": " ".join(text.split()[:4]).rstrip(".,:?")}
    return publish.Message(text=text, channels=rows, parts=parts, at=at)


def _in(days: int) -> Moment:
    """At nine in the morning, some days from now."""
    day = (clock.now() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    return Moment(day.replace(tzinfo=None), "UTC", 0, local(day, "UTC"))


def _ask_for_a_word(by: Member) -> None:
    """A post of an editor's, handed in while somebody else had to agree."""
    editor = people.take_in(EDITOR, name="Emil", proved=True)
    _invitation, token = people.invite(EDITOR, Role.EDITOR, by=by)
    author = people.accept(token, person=editor)
    people.change_workspace(by, approval=Approval.ONE)
    plan.submit(author, plan.draft(author, text=ASKED))
    people.change_workspace(by, approval=Approval.NONE)
