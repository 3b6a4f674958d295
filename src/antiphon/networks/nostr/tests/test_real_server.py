"""The connector against two real relays of different habits, on loopback."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst
from antiphon.connect.post_office import Done, PostOffice, Verb
from antiphon.connect.values import Live, Metric, Poll, PostType, Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.nostr.keys import Key
from antiphon.networks.nostr.tests.real_server import KINDS, RealRelay, relay
from antiphon.networks.nostr.tests.trial import KEY, Trial, handle, parcel, picture, trial
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox

pytestmark = [pytest.mark.realserver, pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass
class There:
    """A channel at a real relay, by way of a line, and the relay itself."""

    trial: Trial
    relay: RealRelay
    line: Line
    key: Key

    def made(self) -> list[str]:
        """What the relay tells everybody of us."""
        return [one["content"] for one in self.relay.events(authors=[self.key.public], kinds=[1])]


@pytest.fixture(scope="module")
def media() -> Iterator[str]:
    with Sandbox([KEY]).serving() as sandbox:
        yield f"{sandbox.base(KEY)}/media"


@pytest.fixture(scope="module", params=KINDS)
def real(request: pytest.FixtureRequest) -> Iterator[RealRelay]:
    with relay(request.param) as found:
        yield found


@pytest.fixture
def there(real: RealRelay, office: PostOffice, media: str) -> Iterator[There]:
    key = Key(Secret(secrets.token_hex(32)))
    with Line(real.port).running() as line:
        server = real.url if real.asks else f"http://127.0.0.1:{line.port}"
        found = trial(office, server, key=key.secret.reveal(), media=media)
        yield There(found, real, line, key)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.mark.promise("P2")
def test_a_picture_goes_out_once_and_comes_back(there: There, tmp_path: Path) -> None:
    file = picture(tmp_path, "ein grünes Quadrat 🎉")
    text = "Grüße 🎉 https://example.com/a?b=1 #Füchse"
    given = parcel(text, type=PostType.IMAGES, enclosures=(file,), language="de", since=now())
    ready = there.trial.prepared(given)

    first, again = there.trial.publish(ready), there.trial.publish(ready)
    live = there.trial.send(Verb.READ, receipt=first)

    assert first == again
    assert len(there.made()) == 1
    assert isinstance(live, Live)
    assert (live.text, live.alts, live.language) == (text, ("ein grünes Quadrat 🎉",), "de")


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("trouble", [Trouble.LOSE_AFTER, Trouble.CUT, Trouble.ANSWER_AFTER])
def test_a_lost_answer_never_makes_two_posts(there: There, trouble: Trouble) -> None:
    if there.relay.asks:
        pytest.skip("A relay that asks who we are cannot be spoken to by way of a line.")
    given = parcel(since=now())
    there.line.go_wrong(trouble, method="POST", path='^."EVENT"', body="<html>")
    outcome = there.trial.send(Verb.PUBLISH, given)

    found = there.trial.send(Verb.LOOK, given)
    again = there.trial.publish(given)

    assert isinstance(outcome, LookFirst)
    assert isinstance(found, Receipt)
    assert found == again
    assert there.made() == ["Hello."]


def test_what_is_withdrawn_is_gone_and_again_is_no_error(there: There) -> None:
    receipt = there.trial.publish(parcel(since=now()))

    assert [there.trial.send(Verb.WITHDRAW, receipt=receipt) for _turn in range(2)] == [
        Done(), Done(),
    ]  # fmt: skip

    assert there.made() == []
    assert isinstance(there.trial.send(Verb.READ, receipt=receipt), Gone)
    assert there.trial.ask(lambda it: it.count([receipt.id])) == []


def test_threads_polls_and_articles_are_taken(there: There) -> None:
    first = there.trial.publish(parcel("One", since=now()))
    root = handle(first)
    there.trial.publish(parcel("Two", root=root, parent=root, since=now()))
    poll = Poll(choices=("Tea", "Coffee"))
    there.trial.publish(parcel("Which?", type=PostType.POLL, poll=poll, since=now()))
    there.trial.publish(parcel("# Long", type=PostType.ARTICLE, title="Read", since=now()))

    readings = there.trial.ask(lambda it: it.count([first.id]))

    assert {one.metric: one.value for one in readings}[Metric.REPLIES] == 1
    kinds = [one["kind"] for one in there.relay.events(authors=[there.key.public])]
    assert sorted(kinds) == [1, 1, 1068, 30023]


def test_an_answer_is_heard_once(there: There, office: PostOffice) -> None:
    receipt = there.trial.publish(parcel(since=now()))
    stranger = trial(office, there.relay.url, key=secrets.token_hex(32))
    stranger.publish(parcel("Really?", parent=replace(handle(receipt), extra={}), since=now()))

    heard = there.trial.ask(lambda it: it.answers([receipt.id], ""))
    later = there.trial.ask(lambda it: it.answers([receipt.id], heard.cursor))

    assert [(one.text, one.about) for one in heard.messages] == [("Really?", receipt.id)]
    assert later.messages == []


def test_what_is_too_large_must_be_changed(there: There) -> None:
    assert isinstance(there.trial.send(Verb.PUBLISH, parcel("x" * 70_000)), ChangeIt)


def test_both_relays_have_what_one_of_them_missed(office: PostOffice) -> None:
    key = secrets.token_hex(32)
    with relay("builder") as first, relay("server") as second:
        one = trial(office, first.url, key=key)
        receipt = one.publish(parcel(since=now()))
        two = trial(office, first.url, key=key, relays=second.url)
        assert second.events(ids=[receipt.id]) == []

        two.ask(lambda it: it.count([receipt.id]))

        assert len(second.events(ids=[receipt.id])) == 1
        two.send(Verb.WITHDRAW, receipt=receipt)
        assert first.events(ids=[receipt.id]) == second.events(ids=[receipt.id]) == []
