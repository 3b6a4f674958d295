"""No key opens anything of another workspace: made from the description, new routes included."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from antiphon.api.core.wire import PIECE
from antiphon.channels.models import Channel
from antiphon.people import actions as people
from antiphon.people.models import Member, Role
from antiphon.plan.outside import actions as outside
from antiphon.publish import actions as publish
from tests.api.crowded import Crowd, crowd
from tests.api.program import Program
from tests.api.samples import Sample, has_ids, nobody, samples, value
from tests.publish.world import publication_on
from tests.web import strangers

pytestmark = [pytest.mark.django_db, pytest.mark.promise("W1", "S5")]

OPERATIONS = list(samples())
REFUSED = {404, 422}
KINDS = {"keys": "apikey", "hashtags": "hashtaggroup", "assets": "asset", "deliveries": "delivery"}
KINDS |= {"series": "series", "shares": "sharedview"}
KINDS |= {"about": "comment", "other": "publication", "owner": "member", "author": "member"}
COUNTED = {"people_callmeter", "people_apikey", "people_keptanswer"}
"""That a call was made, of whatever kind."""


class Theirs:
    """Ids of a stranger's rows, of the kind that a name speaks of."""

    def __init__(self, by: Member) -> None:
        self.by = by
        self.rows = strangers.rows(by.workspace)
        self.rows["hold"] = publish.hold(by, "Theirs").pk
        invited = people.invite("stranger@example.org", Role.CLIENT, by=by)
        self.rows["invitation"] = invited[0].pk
        self.rows["sharedview"] = outside.share_calendar(by)[0].pk
        channel = Channel.objects.filter(workspace=by.workspace)[0]
        self.rows["publication"] = publication_on(channel, strangers.MARK).pk

    def __call__(self, name: str) -> str:
        """One of them."""
        kind = KINDS.get(name, name.removesuffix("s").replace("_", "").replace("-", ""))
        return str(self.rows.get(kind) or self.rows["post"])


class Ours:
    """Ids of our own rows."""

    def __init__(self, there: Crowd) -> None:
        self.there = there

    def __call__(self, name: str) -> str:
        """One of them; the last, which no other call has changed."""
        return (self.there.ids.get(name) or [str(uuid4())])[-1]


@pytest.fixture
def theirs(settings: Any) -> Theirs:
    settings.API_CALLS = 0
    return Theirs(strangers.settle())


@pytest.fixture
def program() -> Program:
    return Program()


def call(program: Program, sample: Sample, path: str, body: Any = None) -> Any:
    """One call, under a name of its own where it takes one."""
    key = {"Idempotency_Key": str(uuid4())} if sample.method == "POST" else {}
    if sample.method == "PATCH" and "If-Match" in str(sample.told["parameters"]):
        key = {"If_Match": '"1"'}
    if PIECE in sample.told.get("requestBody", {}).get("content", {}):
        body, key = b"bytes", {"Content_Type": PIECE}
    return program.call(sample.method, path, body, **key)


def told(answer: Any) -> str:
    """What an answer says, whichever id was asked for."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", f"{answer.status_code} {answer.content!r}")


def test_an_id_of_strangers_in_an_address_is_missing(theirs: Theirs, program: Program) -> None:
    before, wrong = strangers.digests(), []
    for sample in (one for one in OPERATIONS if "id}" in one.path):
        body = sample.body and _value(sample, nobody)
        path = sample.address(theirs) + sample.query(nobody)
        foreign = call(program, sample, path, body)
        gone = call(program, sample, sample.address(nobody) + sample.query(nobody), body)
        if foreign.status_code not in REFUSED or told(foreign) != told(gone):
            wrong.append(f"{sample}: {foreign.status_code} {foreign.content!r} {gone.content!r}")

    assert wrong == []
    assert set(strangers.changed(before, strangers.digests())) <= COUNTED


def test_an_id_of_strangers_in_a_body_is_missing(theirs: Theirs) -> None:
    there = crowd()
    program, wrong, tried = Program(by=there.by), [], 0
    before = strangers.digests()
    for sample in (one for one in OPERATIONS if one.body and has_ids(one.body)):
        path, tried = sample.address(Ours(there)) + sample.query(Ours(there)), tried + 1
        foreign = call(program, sample, path, _value(sample, theirs))
        if foreign.status_code not in REFUSED:
            wrong.append(f"{sample}: {foreign.status_code} {foreign.content!r}")

    assert wrong == []
    assert tried > 10
    assert set(strangers.changed(before, strangers.digests())) <= COUNTED


def test_an_id_of_strangers_in_a_filter_finds_nothing(theirs: Theirs, program: Program) -> None:
    wrong, tried = [], 0
    for sample in (one for one in OPERATIONS if one.asked(ids=True)):
        answer, tried = (
            call(program, sample, sample.path + sample.query(theirs, ids=True)),
            tried + 1,
        )
        found = answer.json().get("items") if answer.status_code == 200 else []
        if answer.status_code not in {200, *REFUSED} or found:
            wrong.append(f"{sample}: {answer.status_code} {answer.content!r}")

    assert wrong == []
    assert tried > 3


def test_lists_hold_nothing_of_strangers(theirs: Theirs, program: Program) -> None:
    ids = [str(id) for id in theirs.rows.values()]
    lists = [one for one in OPERATIONS if one.method == "GET" and "{" not in one.path]
    leaks = [
        f"{sample}: {id}"
        for sample in lists
        if (answer := call(program, sample, sample.path + sample.query(nobody)))
        for id in [*ids, strangers.MARK]
        if id in answer.content.decode()
    ]

    assert len(lists) > 20
    assert leaks == []


def _value(sample: Sample, choose: Any) -> Any:
    assert sample.body is not None
    return value(sample.body, "", choose)


def test_there_is_a_row_of_strangers_for_every_noun(theirs: Theirs) -> None:
    nouns = {part for one in OPERATIONS for part in re.findall(r"/([a-z-]+)/{", one.path)}
    unknown = [n for n in sorted(nouns - {"networks"}) if UUID(theirs(n)) == theirs.rows["post"]]

    assert unknown == ["posts"]
