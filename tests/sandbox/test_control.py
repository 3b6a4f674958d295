"""Another program can use a running sandbox."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, IncompleteRead

import pytest
import uvicorn

from antiphon.connect.abilities import Converses
from antiphon.connect.post_office import PostOffice
from antiphon.connect.problems import problems
from antiphon.connect.registry import network, networks
from antiphon.connect.simulation.client import Client, SandboxError, is_answering
from antiphon.connect.transport.guard import Guard
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import blocking
from antiphon.sandbox.serving import Sandbox, serve_forever
from tests.networks.correspondent import account

KEYS = [one.key for one in networks()]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(KEYS).serving() as served:
        yield served


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    yield Client(sandbox.port)
    sandbox.faults.clear()


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    opened = PostOffice(guard=Guard(allow_private=True))
    yield opened
    opened.close()


def get(sandbox: Sandbox, path: str) -> tuple[int, dict[str, str], str]:
    talk = HTTPConnection("127.0.0.1", sandbox.port, timeout=10)
    try:
        talk.request("GET", path)
        answer = talk.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()
    finally:
        talk.close()


@pytest.mark.parametrize("key", KEYS)
def test_an_account_opened_from_outside_is_the_one_inside(client: Client, key: str) -> None:
    first = client.open_account(key, "outsider", "Out Sider", country="IN")
    again = client.open_account(key, "outsider", "Out Sider", country="IN")

    assert first.id == again.id
    assert first.server.startswith(f"http://127.0.0.1:{client.port}/{key}")
    assert first.given


@pytest.mark.parametrize("key", KEYS)
def test_people_from_outside_react_and_are_seen(
    client: Client, sandbox: Sandbox, office: PostOffice, key: str
) -> None:
    if not network(key).can(Converses):
        pytest.skip("Nobody answers on this network.")
    with account(sandbox, office, key) as us:
        receipt = us.told(f"Seen from outside at {datetime.now(UTC)}.")
    post = next(one for one in client.timeline(key) if one["id"] == receipt.id)
    by = {"id": "bo", "name": "Bo"}
    said = {"network": key, "by": by, "account": post["account"], "post": post["id"]}

    id = client.react({**said, "kind": "reply", "text": "Where can I get it?"})

    answer = next(one for one in client.timeline(key) if one["id"] == id)
    assert answer["parent"] == receipt.id
    assert "Where can I get it?" in answer["text"]


def test_the_crowd_lives_when_it_is_told_to(
    client: Client, sandbox: Sandbox, office: PostOffice
) -> None:
    with account(sandbox, office, KEYS[0]) as us:
        us.told(f"Who wants one? {datetime.now(UTC)}")

    first, second = client.let_live(hours=48), client.let_live(hours=48)

    assert first["view"] > 50
    assert first.keys() >= {"view", "like", "reply"}
    assert second == {}


@pytest.mark.parametrize("status", [401, 429, 503])
def test_a_fault_answers_as_often_as_it_is_told(
    client: Client, sandbox: Sandbox, status: int
) -> None:
    key = KEYS[0]
    client.go_wrong("answer", network=key, status=status, times=1, body='{"no": 1}')

    assert get(sandbox, f"/{key}/nothing")[0] == status
    assert get(sandbox, f"/{key}/nothing")[0] != status


def test_a_slow_network_answers_late_and_a_cut_one_half(client: Client, sandbox: Sandbox) -> None:
    key = KEYS[-1]
    whole = get(sandbox, f"/{key}/nothing")
    client.go_wrong("slow", network=key, seconds=0.3)
    began = time.monotonic()

    assert get(sandbox, f"/{key}/nothing")[0] == whole[0]
    assert time.monotonic() - began >= 0.3
    client.go_wrong("cut", network=key)
    with pytest.raises(IncompleteRead):
        get(sandbox, f"/{key}/nothing")


@pytest.mark.promise("I6")
def test_what_makes_no_sense_is_refused_in_words(client: Client) -> None:
    with pytest.raises(SandboxError, match="no network “nowhere”"):
        client.timeline("nowhere")
    with pytest.raises(SandboxError, match="needs a line"):
        client.go_wrong("lose_after")
    with pytest.raises(SandboxError, match="missing"):
        client.react({"network": KEYS[0], "kind": "like"})


def test_where_nothing_runs_that_is_said() -> None:
    with pytest.raises(SandboxError, match="No sandbox answers"):
        Client(1).timeline(KEYS[0])
    assert not is_answering(1)


@pytest.mark.promise("I7")
@pytest.mark.parametrize("key", KEYS)
def test_a_page_shows_a_post_escaped_and_without_script(
    sandbox: Sandbox, office: PostOffice, key: str
) -> None:
    assert is_answering(sandbox.port, "/")
    with account(sandbox, office, key) as us:
        parcel = us.parcel("Not a <script>alert(1)</script> & no harm.")
        if blocking(problems(parcel, us.network)):
            pytest.skip("This network takes no such signs.")
        us.publish(parcel)

    status, headers, page = get(sandbox, f"/_/see/{key}")

    assert status == 200
    assert "<script" not in page
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "no harm." in page
    assert get(sandbox, "/_/see/nowhere")[0] == 404
    assert f"/_/see/{key}" in get(sandbox, "/")[2]


def test_a_port_in_use_is_said_in_words(sandbox: Sandbox) -> None:
    with pytest.raises(AntiphonError, match=f"Port {sandbox.port} cannot be opened"):
        serve_forever(sandbox.port)


def test_a_living_sandbox_moves_by_itself_and_stops(office: PostOffice) -> None:
    sandbox = Sandbox(KEYS[:1], speed=36_000.0)
    config = uvicorn.Config(sandbox.living_app, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([sandbox._socket],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    with account(sandbox, office, KEYS[0]) as us:
        receipt = us.told("Who wants one?")
        until = time.monotonic() + 10
        while len(us.simulator.timeline()) < 2 and time.monotonic() < until:
            time.sleep(0.1)
        assert any(post.parent == receipt.id for post in us.simulator.timeline())
    server.should_exit = True
    thread.join(5)
    sandbox._socket.close()
    assert not thread.is_alive()
