"""The weather of the day, from a server of the kind that Open-Meteo is."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import LazySettings

from antiphon.connect.post_office import PostOffice
from antiphon.connect.transport.guard import Guard
from antiphon.tailor.choosing import tellings
from antiphon.tailor.sky import weather
from antiphon.tailor.sky.climate import Climate
from antiphon.tailor.sky.places import Place, named
from tests import builders as a


def oslo() -> Place:
    """A place in the north."""
    found = named("Oslo")
    assert found
    return found


class Server(ThreadingHTTPServer):
    """Remembers what it was asked, and answers what it was told to."""

    asked: list[dict[str, list[str]]]
    answer: tuple[int, object]


class Sky(BaseHTTPRequestHandler):
    """Answers as documented at open-meteo.com/en/docs (November 2026)."""

    server: Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        self.server.asked.append(parse_qs(asked.query))
        status, current = self.server.answer
        self.send_response(status)
        self.end_headers()
        body = {"latitude": 59.9, "current": current} if isinstance(current, dict) else current
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Sky)
    made.asked, made.answer = [], (200, {"temperature_2m": 25.0, "precipitation": 0.0})
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def sky(server: Server) -> Iterator[weather.OpenMeteo]:
    office = PostOffice(guard=Guard(allow_private=True))
    yield weather.OpenMeteo(office, f"http://127.0.0.1:{server.server_port}")
    office.close()


def test_the_weather_of_this_hour_is_asked_once_for_a_neighbourhood(
    sky: weather.OpenMeteo, server: Server
) -> None:
    assert sky.now(59.91, 10.75) == weather.Now(25.0, is_wet=False)
    assert sky.now(59.95, 10.70) == weather.Now(25.0, is_wet=False)

    (asked,) = server.asked
    assert asked["latitude"] == ["60.00"]
    assert asked["current"] == ["temperature_2m,precipitation"]


def test_an_hour_later_it_is_asked_again(sky: weather.OpenMeteo, server: Server) -> None:
    with time_machine.travel("2026-07-15 12:10Z", tick=True) as clock:
        sky.now(59.91, 10.75)
        clock.shift(3600)
        sky.now(59.91, 10.75)

    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("status", "current"),
    [(500, {}), (200, {"temperature_2m": None, "precipitation": 0}), (200, b"<html>"), (200, {})],
)
def test_whoever_does_not_answer_is_left_alone_for_the_hour(
    sky: weather.OpenMeteo, server: Server, status: int, current: object
) -> None:
    server.answer = (status, current)

    assert sky.now(59.91, 10.75) is None
    asked = len(server.asked)
    assert sky.now(52.52, 13.41) is None
    assert len(server.asked) == asked
    assert weather.today(oslo(), 1, sky) == {"cold", "wet"}


def test_an_unusual_day_goes_by_itself_and_another_by_its_month() -> None:
    def day(celsius: float, *, wet: bool) -> frozenset[Climate]:
        class Fixed:
            def now(self, lat: float, lon: float) -> weather.Now:
                del lat, lon
                return weather.Now(celsius, wet)

        return weather.today(oslo(), 7, Fixed())

    assert day(30, wet=False) == {"hot", "dry"}
    assert day(14, wet=True) == {"mild", "wet"}
    assert day(3, wet=True) == {"cold", "wet"}


@pytest.mark.django_db
def test_an_audience_by_weather_hears_of_a_hot_day_in_the_north(sky: weather.OpenMeteo) -> None:
    post = a.post(text="Drink it.")
    channel = a.channel(workspace=post.workspace, network="stoa", cities=["Oslo"])
    for live, text in ((True, "What a day!"), (False, "What a month!")):
        to = a.audience(workspace=post.workspace, climates=["hot"], live=live)
        a.variant(post=post, audience=to, text=text)

    (today,) = tellings(post, [channel], on=date(2026, 7, 15), sky=sky)
    (usual,) = tellings(post, [channel], on=date(2026, 7, 15))

    assert (today.text, usual.text) == ("What a day!", "Drink it.")
    assert today.reason.endswith("today.")


def test_nobody_is_asked_unless_somebody_is_named(settings: LazySettings) -> None:
    settings.WEATHER_URL = ""
    weather.asked.cache_clear()

    assert weather.asked() is weather.none
    assert weather.none.now(0, 0) is None
