"""Each refusal has the remedy that helps, whatever the network."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from antiphon.connect.abilities import KnowsItself
from antiphon.connect.errors import (
    ChangeIt,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.oauth import App, Refreshes
from antiphon.connect.post_office import PostOffice, Verb
from antiphon.connect.problems import problems
from antiphon.connect.rules import OptionKind
from antiphon.connect.values import Parcel, Receipt
from antiphon.kernel.problem import Weight
from antiphon.sandbox.lines import Trouble
from antiphon.sandbox.serving import Sandbox
from tests.networks.correspondent import Correspondent, account

LONGEST = 300_000
"""Texts longer than this are not tried out."""


def brought(us: Correspondent, text: str = "Hello.") -> Parcel:
    """A parcel whose files are there already, where its network wants them first."""
    parcel = us.parcel(text)
    if hasattr(us.network.connector, "prepare") and us.network.needs_preparing(parcel):
        found = us.prepared(parcel)
        assert isinstance(found, Parcel), found
        return found
    return parcel


def test_a_text_that_is_too_long_is_told_its_limit(us: Correspondent) -> None:
    for type, rule in us.network.posts.items():
        for measure in rule.text.measures:
            if measure.limit > LONGEST:
                continue
            parcel = us.parcel("#a @b " * (measure.limit + 1), type=type)
            found = [one for one in problems(parcel, us.network) if one.rule == measure.rule]
            assert [one.limit for one in found] == [measure.limit]
            assert str(measure.limit) in found[0].say


def test_the_network_itself_refuses_a_text_that_is_too_long(us: Correspondent) -> None:
    parcel = us.parcel("x")
    limit = max(one.limit for one in us.network.posts[parcel.type].text.measures)
    if limit > LONGEST:
        pytest.skip("This network names no limit that anybody would reach.")

    outcome = us.publish(us.parcel("ab " * limit))

    assert isinstance(outcome, ChangeIt)
    assert us.simulator.timeline(us.handle) == []


@pytest.mark.promise("I6")
def test_an_unknown_option_is_named(us: Correspondent) -> None:
    parcel = us.parcel("Hello.", options={"nonsense": "yes"})

    assert "options.nonsense" in {one.field for one in problems(parcel, us.network)}


def _chosen(us: Correspondent) -> list[dict[str, Any]]:
    switches: list[dict[str, Any]] = [
        {option.key: value}
        for option in us.network.options
        if option.kind is OptionKind.SWITCH
        for value in (True, False)
    ]
    choices = [
        {option.key: value} for option in us.network.options for value, _name in option.choices
    ]
    return switches + choices


def _refused(us: Correspondent, options: dict[str, Any]) -> str:
    """Why this account may not choose it; empty when it may."""
    parcel = us.parcel(f"With {options}: {uuid4()}", options=options)
    blocked = [one.say for one in problems(parcel, us.network) if one.weight is Weight.BLOCKS]
    outcome = us.publish(parcel)
    return "" if isinstance(outcome, Receipt) and not blocked else f"{options}: {outcome} {blocked}"


def test_every_choice_of_every_option_is_accepted_from_some_kind_of_account(
    us: Correspondent, sandbox: Sandbox, office: PostOffice
) -> None:
    refused = [options for options in _chosen(us) if _refused(us, options)]

    if refused:
        with account(sandbox, office, us.network.key, kind="member") as member:
            assert [why for options in refused if (why := _refused(member, options))] == []


@pytest.mark.promise("F35")
def test_a_refused_credential_asks_its_owner(us: Correspondent) -> None:
    parcel = brought(us)
    us.line.go_wrong(Trouble.ANSWER, status=401, times=-1, body="{}")

    assert isinstance(us.ask(Verb.PUBLISH, parcel=parcel), SignInAgain)


@pytest.mark.promise("F25", "P16")
def test_too_many_calls_wait_as_long_as_they_are_told(us: Correspondent) -> None:
    parcel = brought(us, f"Hello, {uuid4()}.")
    us.line.go_wrong(Trouble.ANSWER, status=429, times=-1, headers={"Retry-After": "77"}, body="{}")

    outcome = us.ask(Verb.PUBLISH, parcel=parcel)

    assert isinstance(outcome, TryLater)
    assert outcome.after >= timedelta(seconds=76)
    assert us.simulator.timeline(us.handle) == []


@pytest.mark.promise("F13", "P21")
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_fails_after_the_effect_leaves_us_unsure(
    us: Correspondent, status: int
) -> None:
    text = f"Hello, {uuid4()}."
    parcel = brought(us, text)
    us.line.go_wrong(Trouble.ANSWER_AFTER, status=status, times=-1, body="<html>Oh</html>")

    outcome = us.ask(Verb.PUBLISH, parcel=parcel)

    assert isinstance(outcome, LookFirst if us.seen(text) else LookFirst | TryLater), outcome


@pytest.mark.promise("F11")
@pytest.mark.parametrize("trouble", [Trouble.LOSE_AFTER, Trouble.CUT])
def test_a_lost_answer_is_found_again_by_a_look(us: Correspondent, trouble: Trouble) -> None:
    parcel = brought(us, f"Lost and found, {uuid4()}.")
    us.line.go_wrong(trouble, times=-1)
    outcome = us.ask(Verb.PUBLISH, parcel=parcel)
    us.line.rules.clear()

    assert isinstance(outcome, LookFirst | TryLater)
    if us.seen(parcel.text):
        assert isinstance(outcome, LookFirst)
        if us.network.proof.looks:
            found = us.ask(Verb.LOOK, parcel=parcel)
            assert isinstance(found, Receipt)
            assert [post.id for post in us.seen(parcel.text)] == [found.id]


@pytest.mark.promise("P20", "F35")
def test_a_revoked_permission_is_noticed_and_publishes_nothing(us: Correspondent) -> None:
    parcel = brought(us)
    us.simulator.revoke(us.handle)

    assert isinstance(us.ask(Verb.PUBLISH, parcel=parcel), SignInAgain)
    assert us.simulator.timeline(us.handle) == []
    if us.network.can(KnowsItself):
        with pytest.raises(SignInAgain):
            us.talk(lambda connector: connector.whoami())


@pytest.mark.promise("F30")
def test_an_expired_token_is_renewed_where_that_can_be_done(us: Correspondent) -> None:
    parcel = brought(us)
    us.simulator.expire(us.handle)
    assert isinstance(us.ask(Verb.PUBLISH, parcel=parcel), SignInAgain)
    renews = us.sign_in.can(Refreshes) and us.address.credential.secret("refresh_token")
    if not renews:
        pytest.skip("A typed credential of this network cannot be renewed.")

    us.renew(App())

    assert isinstance(us.publish(us.parcel("Hello again.")), Receipt)


@pytest.mark.promise("K1")
def test_no_refusal_shows_the_credential(us: Correspondent) -> None:
    secrets = [one.reveal() for one in us.address.credential.secrets.values()]
    body = json.dumps({"error": " ".join(secrets), "message": secrets[0]})
    parcel = brought(us)
    us.line.go_wrong(Trouble.ANSWER, status=400, times=-1, body=body)

    outcome = us.ask(Verb.PUBLISH, parcel=parcel)

    assert isinstance(outcome, NetworkError)
    assert not [one for one in secrets if one and one in f"{outcome!r} {outcome}"]
