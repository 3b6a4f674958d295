"""What agents may do: what their key may, in two steps, and nothing that they were not shown."""

from typing import Any

import pytest

from antiphon.api.core.routes import ROUTES
from antiphon.api.mcp import confirming
from antiphon.api.mcp.tools import NO_TOOLS, all_tools
from antiphon.people import actions as people
from antiphon.people.models import ApiKey, TrailLine
from antiphon.plan.models import Post
from tests import builders as a
from tests.api.agents.agent import Agent, over_http, over_stdio
from tests.api.program import Program

pytestmark = pytest.mark.django_db(transaction=True)

ERAS = ["auto", "legacy"]


@pytest.mark.promise("X2")
@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize("way", ["http", "stdio"])
def test_an_agent_drafts_a_post_over_either_transport_in_either_era(
    port: int, way: str, mode: str
) -> None:
    program = Program()
    agent = over_http(program, port, mode) if way == "http" else over_stdio(program, mode)
    assert "draft_post" in agent.tools()

    shown = agent.use("draft_post", body={"text": "Cold brew is back."})
    assert not Post.objects.exists()
    assert shown.data["would_answer"]["text"] == "Cold brew is back."
    done = agent.use(
        "draft_post", body={"text": "Cold brew is back."}, confirm=shown.data["confirm"]
    )

    assert not done.is_error, done.text
    assert [post.text for post in Post.objects.all()] == ["Cold brew is back."]
    line = TrailLine.objects.filter(action="post.write").latest("number")
    assert f"key:{ApiKey.objects.get().prefix}" in line.who


@pytest.fixture
def agent(port: int) -> Agent:
    return over_http(Program(), port)


@pytest.mark.promise("X2")
def test_every_route_is_a_tool_or_stands_in_the_list_of_those_that_are_none() -> None:
    names = {route.name for route in ROUTES}
    files = {route.name for route in ROUTES if route.gives or route.takes}
    files |= {"upload_asset", "begin_import"}

    assert set(NO_TOOLS) <= names
    assert names - set(all_tools()) == set(NO_TOOLS) | files
    assert not [name for name in all_tools() if "fetch" in name]


def test_every_tool_describes_what_it_takes_as_a_closed_schema() -> None:
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    for tool in all_tools().values():
        schema = tool.schema()
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False
        assert ("confirm" in schema["properties"]) is not tool.reads
        assert tool.says


@pytest.mark.promise("X2")
def test_a_key_sees_and_uses_only_what_it_was_made_for(port: int) -> None:
    agent = over_http(Program(scopes=("post.read",)), port)

    assert "draft_post" not in agent.tools()
    assert "list_posts" in agent.tools()
    refused = agent.use("draft_post", body={"text": "no"})

    assert refused.is_error
    assert refused.data["status"] == 403
    assert TrailLine.objects.filter(action="post.write", note="refused").exists()
    assert not Post.objects.exists()


@pytest.mark.promise("W1")
def test_another_workspace_is_as_if_missing(agent: Agent) -> None:
    foreign = a.post()

    read = agent.use("get_post", id=str(foreign.pk))
    write = agent.use("drop_post", id=str(foreign.pk))

    assert (read.data["status"], write.data["status"]) == (404, 404)


@pytest.mark.promise("X1")
def test_a_word_confirms_only_what_was_shown(agent: Agent) -> None:
    word = agent.use("draft_post", body={"text": "Shown."}).data["confirm"]

    other = agent.use("draft_post", body={"text": "Not shown."}, confirm=word)
    forged = agent.use("draft_post", body={"text": "Forged."}, confirm="0" * 64)

    assert other.text == forged.text == confirming.ANOTHER
    assert not Post.objects.exists()


@pytest.mark.promise("X1")
def test_a_word_is_void_when_what_it_speaks_of_has_changed(agent: Agent) -> None:
    row = a.post(workspace=agent.program.by.workspace, text="As shown.")
    shown = agent.use("submit_post", id=str(row.pk))
    assert shown.data["about"][0]["text"] == "As shown."
    Post.objects.filter(pk=row.pk).update(text="Changed since.")

    done = agent.use("submit_post", id=str(row.pk), confirm=shown.data["confirm"])

    assert done.text == confirming.ANOTHER
    row.refresh_from_db()
    assert row.state == "draft"


@pytest.mark.promise("X1")
def test_a_word_of_one_key_confirms_nothing_for_another(port: int) -> None:
    one = over_http(Program(), port)
    other = over_http(Program(by=a.member(workspace=one.program.by.workspace)), port)
    word = one.use("draft_post", body={"text": "Shown."}).data["confirm"]

    assert other.use("draft_post", body={"text": "Shown."}, confirm=word).is_error


def test_said_twice_it_is_done_once(agent: Agent) -> None:
    word = agent.use("draft_post", body={"text": "Once."}).data["confirm"]

    first = agent.use("draft_post", body={"text": "Once."}, confirm=word)
    again = agent.use("draft_post", body={"text": "Once."}, confirm=word)

    assert first.data == again.data
    assert Post.objects.count() == 1


def test_a_bad_input_is_refused_before_anything_is_shown(agent: Agent) -> None:
    unknown = agent.use("draft_post", body={"text": "x", "skedule_at": "now"})
    unnamed = agent.use("draft_post", body={"text": "x"}, force=True)

    assert unknown.data["errors"][0]["rule"] == "unknown_field"
    assert unnamed.is_error
    assert not Post.objects.exists()


@pytest.mark.promise("X2")
def test_calls_of_an_agent_count_against_the_limit_of_its_key(agent: Agent, settings: Any) -> None:
    settings.API_CALLS = 2
    answers = [agent.use("list_posts") for _ in range(3)]

    assert [answer.is_error for answer in answers] == [False, False, True]
    assert answers[2].data["status"] == 429


@pytest.mark.promise("W5")
def test_a_revoked_key_opens_nothing_from_then_on(agent: Agent) -> None:
    assert not agent.use("list_posts").is_error
    people.revoke_key(ApiKey.objects.get(), by=agent.program.by)

    with pytest.raises(Exception, match=r"401|Unauthorized|unhandled"):
        agent.use("list_posts")
