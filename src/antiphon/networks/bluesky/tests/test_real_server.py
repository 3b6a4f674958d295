"""The connector and both sign-ins against the network's own server software, on loopback."""

import contextlib
import secrets
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from antiphon.connect.errors import Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.oauth import App
from antiphon.connect.post_office import Absent, Done, PostOffice, Verb
from antiphon.connect.simulation import Entrance
from antiphon.connect.values import Credential, LinkCard, Live, PostType, Receipt, RemoteId
from antiphon.networks.bluesky import records
from antiphon.networks.bluesky.simulator.contents import record_cid
from antiphon.networks.bluesky.tests.builders import (
    APP_PASSWORD,
    OAUTH,
    Trial,
    enclosure,
    handle,
    parcel,
    png,
    video,
)
from antiphon.networks.bluesky.tests.consent import Visitor
from antiphon.networks.bluesky.tests.real_server import RealServer, install

pytestmark = [pytest.mark.realserver, pytest.mark.slow, pytest.mark.timeout(1200)]
BACK = "http://127.0.0.1:9999/back"


@pytest.fixture(scope="module")
def server() -> Iterator[RealServer]:
    server = RealServer(install())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def real(server: RealServer, office: PostOffice) -> Trial:
    name = f"a{secrets.token_hex(4)}.test"
    did, password = server.account(name)
    entrance = Entrance(
        sign_in="app_password",
        given={"handle": f"@{name}", "app_password": password},
        server=server.url,
        id=RemoteId(did),
        handle=name,
    )
    app = App(redirect_uri=BACK, facts={"plc_directory": server.directory})
    return Trial(office=office, server=server.url, entrance=entrance, app=app)


def made(server: RealServer, trial: Trial) -> list[str]:
    return [one["value"]["text"] for one in server.records(trial.address.id, records.POST)]


def test_signing_in_finds_the_account_and_its_limits(real: Trial) -> None:
    assert (real.address.id, real.address.handle) == (real.entrance.id, real.entrance.handle)
    assert real.address.facts["blob_limit"] == 5_242_880
    assert real.address.facts["server_did"] == "did:web:localhost"
    assert real.address.facts["video"] == ""
    assert real.ask(lambda it: it.whoami()).id == real.entrance.id


def test_a_wrong_password_is_told_apart(real: Trial) -> None:
    with pytest.raises(SignInAgain):
        real.enter(app_password="aaaa-bbbb-cccc-dddd")


@pytest.mark.promise("P2")
def test_a_picture_goes_out_once_and_comes_back(
    real: Trial, server: RealServer, tmp_path: Path
) -> None:
    picture = enclosure(tmp_path, png(40, 30), alt="ein grünes Quadrat 🎉", width=40, height=30)
    text = f"Grüße 🎉 an @{real.entrance.handle}: https://example.com/a?b=1 #Füchse"
    given = parcel(type=PostType.IMAGES, text=text, language="de", enclosures=(picture,))
    ready = real.prepare(given)

    first = real.publish(ready)
    again = real.publish(ready)
    afresh = real.publish(real.prepare(given))

    assert first.id == again.id == afresh.id
    assert first.extra == again.extra == afresh.extra
    (stored,) = server.records(real.address.id, records.POST)
    assert record_cid(stored["value"]) == stored["cid"] == first.extra["cid"]
    assert len(stored["value"]["facets"]) == 3
    live = real.send(Verb.READ, receipt=first)
    assert isinstance(live, Live)
    assert (live.text, live.alts, live.language) == (text, ("ein grünes Quadrat 🎉",), "de")


@pytest.mark.promise("P2", "F11")
def test_a_cut_line_never_makes_two_posts(real: Trial, server: RealServer) -> None:
    whole = real.address
    with cut_line(server.port) as url:
        real.address = replace(whole, server=url, facts={**whole.facts, "pds": url})
        outcome = real.send(Verb.PUBLISH, parcel())
    real.address = whole

    found = real.send(Verb.LOOK, parcel())
    again = real.publish(parcel())

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert found.id == again.id
    assert made(server, real) == ["Hello."]


def test_something_else_under_the_same_key_is_refused(real: Trial, server: RealServer) -> None:
    real.publish(parcel(text="First."))

    assert isinstance(real.send(Verb.PUBLISH, parcel(text="Second.")), LookFirst)
    assert isinstance(real.send(Verb.LOOK, parcel(text="Second.")), Absent)
    assert made(server, real) == ["First."]


def test_a_thread_with_a_gate_a_card_and_a_film(
    real: Trial, server: RealServer, tmp_path: Path
) -> None:
    card = LinkCard(url="https://example.com/", title="T", thumb=enclosure(tmp_path))
    start = parcel(
        key="t:part:0", text="One.", type=PostType.LINK, link=card,
        options={"replies": "mentioned", "quotes": "nobody", "content_warning": "graphic-media"},
    )  # fmt: skip
    root = real.publish(real.prepare(start))
    film = parcel(
        key="t:part:1", text="Two.", type=PostType.VIDEO, enclosures=(video(tmp_path),),
        root=handle(root), parent=handle(root),
    )  # fmt: skip
    real.publish(real.prepare(film))

    posts = {one["value"]["text"]: one for one in server.records(real.address.id, records.POST)}
    (gate,) = server.records(real.address.id, records.THREADGATE)
    assert posts["Two."]["value"]["reply"]["root"] == {"uri": root.id, "cid": root.extra["cid"]}
    assert posts["Two."]["value"]["embed"]["video"]["mimeType"] == "video/mp4"
    assert gate["value"]["post"] == root.id
    assert all(record_cid(one["value"]) == one["cid"] for one in posts.values())


def test_an_edit_and_taking_back_twice(real: Trial, server: RealServer) -> None:
    receipt = real.publish(parcel())

    edited = real.send(Verb.EDIT, parcel(text="Better."), receipt)
    assert isinstance(edited, Receipt)
    assert made(server, real) == ["Better."]
    assert [real.send(Verb.WITHDRAW, receipt=edited) for _turn in range(2)] == [Done(), Done()]

    assert made(server, real) == []
    assert isinstance(real.send(Verb.READ, receipt=receipt), Gone)


def test_the_server_refuses_what_our_rules_refuse(real: Trial) -> None:
    for text in ("a" * 301, "👨‍👩‍👧‍👦" * 121):
        outcome = real.send(Verb.PUBLISH, parcel(text=text))
        assert "too long" in str(outcome)


def test_without_the_rest_of_the_network_counting_waits(real: Trial) -> None:
    receipt = real.publish(parcel())

    with pytest.raises(TryLater):
        real.ask(lambda it: it.count([receipt.id]))


def test_a_session_is_renewed_and_ended(real: Trial) -> None:
    fresh = real.at_desk(APP_PASSWORD, lambda desk: desk.refresh(real.address.credential))
    real.hold(fresh)
    real.publish(parcel())

    real.at_desk(APP_PASSWORD, lambda desk: desk.revoke(fresh))

    with pytest.raises(SignInAgain):
        real.at_desk(APP_PASSWORD, lambda desk: desk.refresh(fresh))


def test_too_many_sign_ins_are_a_reason_to_wait(real: Trial) -> None:
    def forty() -> None:
        for _turn in range(40):
            real.enter()

    with pytest.raises(TryLater, match="Too many"):
        forty()


def journey(real: Trial, server: RealServer) -> Credential:
    departure = real.at_desk(OAUTH, lambda desk: desk.begin("s1", {"handle": real.entrance.handle}))
    home = Visitor(server).consent(departure.url, real.entrance.handle, real.entrance.id)
    grant = real.at_desk(OAUTH, lambda desk: desk.arrive(departure.memory, home))
    real.adopt(grant)
    credential: Credential = grant.credential
    return credential


def test_a_journey_to_the_server_ends_in_a_permission_to_post(
    real: Trial, server: RealServer, tmp_path: Path
) -> None:
    credential = journey(real, server)
    ready = real.prepare(parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path),)))

    receipt = real.publish(ready)

    assert credential.facts["scope"].startswith("atproto repo:app.bsky.feed.post")
    assert real.publish(ready).id == receipt.id
    assert real.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert real.ask(lambda it: it.whoami()).id == real.entrance.id


def test_fine_permissions_cover_gates_and_the_token_for_a_video(
    real: Trial, server: RealServer
) -> None:
    journey(real, server)
    wanted = {"aud": "did:web:localhost", "lxm": "com.atproto.repo.uploadBlob"}

    real.publish(parcel(options={"replies": "nobody", "quotes": "nobody"}))
    told = real.ask(lambda it: it.xrpc.ask("com.atproto.server.getServiceAuth", wanted)).json()

    assert told["token"].count(".") == 2
    assert len(server.records(real.address.id, records.THREADGATE)) == 1
    assert len(server.records(real.address.id, records.POSTGATE)) == 1


@pytest.mark.promise("K3")
def test_a_refresh_token_used_twice_ends_the_session(real: Trial, server: RealServer) -> None:
    old = journey(real, server)

    fresh = real.at_desk(OAUTH, lambda desk: desk.refresh(old))
    real.hold(fresh)
    real.publish(parcel())

    with pytest.raises(SignInAgain):
        real.at_desk(OAUTH, lambda desk: desk.refresh(old))
    with pytest.raises(SignInAgain):
        real.at_desk(OAUTH, lambda desk: desk.refresh(fresh))


def test_a_permission_is_given_back(real: Trial, server: RealServer) -> None:
    credential = journey(real, server)

    real.at_desk(OAUTH, lambda desk: desk.revoke(credential))

    with pytest.raises(SignInAgain):
        real.at_desk(OAUTH, lambda desk: desk.refresh(credential))


class cut_line:  # noqa: N801 -- reads as a verb where it is used
    """Carries a call to the server and hangs up as soon as it answers."""

    def __init__(self, port: int) -> None:
        self.port, self.door = port, socket.create_server(("127.0.0.1", 0))
        self.carrier = threading.Thread(target=self._carry, daemon=True)

    def __enter__(self) -> str:
        self.carrier.start()
        return f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def __exit__(self, *_error: object) -> None:
        self.carrier.join(10)
        self.door.close()

    def _carry(self) -> None:
        with contextlib.suppress(ConnectionError):
            caller, _address = self.door.accept()
            with caller, socket.create_connection(("127.0.0.1", self.port)) as server:
                caller.settimeout(0.3)
                with contextlib.suppress(TimeoutError):
                    while piece := caller.recv(65_536):
                        server.sendall(piece)
                server.recv(65_536)
