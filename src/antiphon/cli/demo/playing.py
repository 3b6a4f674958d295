"""One round: connect, say, wait, read back, hear, count, and hold it all against the promise."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from slugify import slugify

from antiphon.channels import actions as channels
from antiphon.channels.models import Channel
from antiphon.cli.demo import picture, story
from antiphon.cli.demo.lending import lending
from antiphon.cli.demo.needs import words_of
from antiphon.cli.demo.verdict import problems, silence
from antiphon.cli.waiting import wait_for
from antiphon.connect.network import Network
from antiphon.connect.simulation import Entrance
from antiphon.connect.values import RemoteId
from antiphon.engage import actions as listening
from antiphon.engage import queries as engage
from antiphon.measure import actions as counting
from antiphon.measure import queries as measure
from antiphon.media import actions as media
from antiphon.media.models import Asset
from antiphon.people import actions as people
from antiphon.people import queries as persons
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.publish import actions as publish
from antiphon.publish import queries as publications
from antiphon.publish.models import Publication
from antiphon.sandbox.crowd import Crowd
from antiphon.sandbox.serving import Sandbox
from antiphon.tailor import actions as tailor
from antiphon.tailor.actions.variants import Version
from antiphon.work import clock

OWNER = "owner@example.org"
HOURS_A_SECOND, SECONDS = 4, 1.5
"""How fast the crowd lives, and how long we let it."""


class Round:
    """One soda maker, one message, one evening."""

    def __init__(self, seed: int, networks: Sequence[Network]) -> None:
        self.seed, self.networks = seed, networks
        self.script = story.script(seed)
        self.homes: list[tuple[str, RemoteId, str]] = []
        self.sandbox: Sandbox
        self.by: Member

    @contextmanager
    def on_stage(self) -> Iterator["Round"]:
        """Have the simulated networks running around it."""
        keys = [network.key for network in self.networks]
        with Sandbox(keys).serving() as self.sandbox, lending():
            yield self

    def play(self) -> dict[str, Any]:
        """The whole call and response."""
        self.by = self._workspace()
        rows = self._connect()
        self._audiences()
        said = self._say(rows)
        live = wait_for(said, patience=120)
        self._answer(live)
        told = [publications.told(row) for row in self._fresh(live)]
        messages = [engage.told(one) for one in engage.messages(self.by.workspace)]
        readings = measure.told(live)
        found = [
            *problems(told, self.script, self.sandbox),
            *silence(messages, readings),
        ]
        return {
            "publications": told, "messages": messages, "readings": readings, "problems": found,
        }  # fmt: skip

    def _workspace(self) -> Member:
        """A workspace of this round alone; earlier rounds keep theirs."""
        owner = persons.person(OWNER) or people.take_in(OWNER)
        stamp = clock.now().strftime("%Y%m%d%H%M%S%f")
        return people.found("Fizz", slugify(f"fizz {self.seed} {stamp}"), owner=owner)

    def _connect(self) -> list[Channel]:
        return [row for network in self.networks for row in self._connected(network)]

    def _connected(self, network: Network) -> list[Channel]:
        """Where a network chooses people by all that we ask, one account for all is enough."""
        if network.targeting.restricts >= story.CHOSEN_BY and not network.targeting.kinds:
            row = self._entered(network, story.PLACES[0], alone=True)
            return [self._reach(row, story.PLACES[0], everywhere=True)]
        return [
            self._reach(self._entered(network, place, alone=False), place, everywhere=False)
            for place in story.PLACES
        ]

    def _entered(self, network: Network, place: story.Place, *, alone: bool) -> Channel:
        entrance = self._account(network.key, place, alone=alone)
        found = channels.enter(
            self.by, network.key, entrance.sign_in, entrance.given, server=entrance.server
        )
        # A person's sign-in may bring several accounts; this one is meant.
        return next((one for one in found if one.remote_id == entrance.id), found[0])

    def _account(self, key: str, place: story.Place, *, alone: bool) -> Entrance:
        handle, name = ("fizz", "Fizz") if alone else (place.handle, place.name)
        countries = ",".join(one.country for one in (story.PLACES if alone else (place,)))
        entrance = self.sandbox.simulators[key].open_account(
            handle, name, kind="organization", country=place.country
        )
        self.homes.append((key, entrance.id, countries))
        return entrance

    def _reach(self, row: Channel, place: story.Place, *, everywhere: bool) -> Channel:
        places = story.PLACES if everywhere else (place,)
        return channels.set_reach(
            self.by,
            row,
            countries=[one.country for one in places],
            languages=sorted({one.language for one in places}),
            time_zone=place.zone,
        )

    def _audiences(self) -> None:
        for told in story.TOLD:
            tailor.set_audience(
                self.by, told.audience, climates=[told.climate], languages=[told.language]
            )

    def _say(self, rows: list[Channel]) -> list[Publication]:
        """One post, told otherwise to each audience and where a network wants it otherwise."""
        still, film = self._files()
        post = plan.draft(
            self.by, text=self.script.text, assets=[(still, story.ALT)], title=story.TITLE,
            link=story.LINK, language="en",
        )  # fmt: skip
        versions: list[Version] = [
            {
                "channel": None,
                "audience": told.audience,
                "words": {"text": text, "language": told.language},
            }
            for told, text in self.script.told
        ]
        versions += [
            {"channel": row, "audience": None, "words": own}
            for row in rows
            if (own := words_of(row, still, film))
        ]
        tailor.tell_each(self.by, post, versions)
        return publish.send(self.by, plan.submit(self.by, post), rows, on=story.DAY)

    def _files(self) -> tuple[Asset, Asset]:
        with tempfile.TemporaryDirectory() as folder:
            drawn = picture.draw(Path(folder) / "fizz.png", self.seed)
            filmed = picture.film(Path(folder) / "fizz.mp4", self.seed)
            return (
                media.take_in(self.by, drawn, name="fizz.png", alt=story.ALT),
                media.take_in(self.by, filmed, name="fizz.mp4", alt=story.ALT),
            )

    def _answer(self, live: list[Publication]) -> None:
        """Let the crowd see it and answer for some hours of theirs; then hear and count."""
        crowd = Crowd(self.seed, self.sandbox.simulators, speed=HOURS_A_SECOND * 3600)
        for key, account, countries in self.homes:
            crowd.introduce(key, account, countries)
        time.sleep(SECONDS)
        crowd.step(clock.now())
        publish.read_back(after=timedelta(0))
        for channel in {row.channel_id: row.channel for row in live}.values():
            listening.hear(channel)
        counting.count(live)

    def _fresh(self, rows: list[Publication]) -> list[Publication]:
        mine = publications.publications(self.by.workspace)
        return list(mine.filter(pk__in=[row.pk for row in rows]).order_by("network", "pk"))
