"""Publications: what is on its way, what became of it, and what a person decides."""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.kernel.errors import AntiphonError

COLUMNS = {
    "due": "DUE",
    "network": "NETWORK",
    "channel": "CHANNEL",
    "audience": "AUDIENCE",
    "state": "STATE",
    "lateness": "LATE",
    "id": "ID",
}


@click.group()
def publication() -> None:
    """What is on its way, live, unsure or refused."""


@publication.command("list")
@click.option("--state", default="", help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@workspace_option
@json_option
@in_house
def list_all(state: str, limit: int, workspace: str, as_json: bool) -> None:
    """The newest publications."""
    from antiphon.publish import queries  # noqa: PLC0415

    rows = queries.publications(speaker(workspace).workspace)
    if state:
        rows = rows.filter(state=_state(state))
    told = [queries.told(row) for row in rows[:limit]]
    show(told, as_json=as_json, words=lambda rows: table(rows, COLUMNS))


@publication.command("show")
@click.argument("id")
@workspace_option
@json_option
@in_house
def show_one(id: str, workspace: str, as_json: bool) -> None:
    """The whole story of one publication."""
    from antiphon.publish import queries  # noqa: PLC0415

    row = found(speaker(workspace), id)
    show(queries.told_whole(row), as_json=as_json, words=_story)


def _verb(name: str, help: str, words: str) -> Callable[..., Any]:
    """A command that lets a person decide about one publication."""

    @publication.command(name, help=help)
    @click.argument("id")
    @workspace_option
    @json_option
    @in_house
    def decide(id: str, workspace: str, as_json: bool) -> None:
        from antiphon.publish import actions, queries  # noqa: PLC0415

        by = speaker(workspace)
        verbs: dict[str, Callable[..., None]] = {
            "cancel": actions.cancel,
            "withdraw": actions.withdraw,
            "retry": actions.retry,
            "send-late": actions.send_late,
            "look-again": actions.look_again,
            "it-is-there": actions.say_it_is_there,
            "it-is-not-there": actions.say_it_is_not_there,
            "give-up": partial(actions.say_it_is_not_there, again=False),
        }
        row = found(by, id)
        verbs[name](by, row)
        row.refresh_from_db()
        show(queries.told(row), as_json=as_json, words=lambda _told: words)

    return decide


_verb("cancel", "Keep it from going out.", "Cancelled: it will not go out.")
_verb("withdraw", "Take a live one back.", "Withdrawn.")
_verb("retry", "Try a refused or missed one again.", "It is tried again.")
_verb("send-late", "Send a missed one all the same.", "It goes out now.")
_verb("look-again", "Look for an unsure one now.", "It is looked for.")
_verb("it-is-there", "You looked at the network and found it.", "Noted: it is live.")
_verb("it-is-not-there", "You looked and did not find it: send again.", "It is sent again.")
_verb("give-up", "You looked and did not find it: leave it away.", "It stays away.")


@publication.command()
@click.argument("id")
@click.argument("at")
@click.option("--zone", default="")
@click.option("--fold", type=click.IntRange(0, 1))
@workspace_option
@json_option
@in_house
def move(id: str, at: str, zone: str, fold: int | None, workspace: str, as_json: bool) -> None:
    """Give it another hour."""
    from antiphon.kernel.typed import moment  # noqa: PLC0415
    from antiphon.publish import actions, queries  # noqa: PLC0415

    by = speaker(workspace)
    row = found(by, id)
    actions.move_to(by, row, moment(at, zone, fold))
    show(queries.told(row), as_json=as_json, words=lambda told: f"Goes out {told['due']}.")


@publication.command()
@click.argument("id")
@click.argument("text")
@workspace_option
@json_option
@in_house
def edit(id: str, text: str, workspace: str, as_json: bool) -> None:
    """Change the TEXT of a live one, where the network can."""
    from antiphon.publish import actions, queries  # noqa: PLC0415

    by = speaker(workspace)
    row = found(by, id)
    actions.edit_live(by, row, text)
    show(queries.told(row), as_json=as_json, words=lambda _told: "Changed.")


def found(by: Any, id: str) -> Any:
    """One publication of this workspace, or a sentence."""
    from antiphon.publish import queries  # noqa: PLC0415

    row = queries.publication(by.workspace, id)
    if row is None:
        raise AntiphonError(f"There is no publication {id} in this workspace.")
    return row


def _state(word: str) -> str:
    from antiphon.publish.states import State  # noqa: PLC0415

    if word not in set(State):
        raise AntiphonError(f"There is no state “{word}”. Known are: {', '.join(State)}.")
    return word


def _story(told: dict[str, Any]) -> str:
    head = [
        f"{told['network']} · {told['channel']} · {told['state']}",
        f"  due {told['due']}, sent {told['sent'] or '–'}, live {told['live'] or '–'}",
        f"  {told['url'] or told['reason'] or ''}",
        "",
        told["text"],
        "",
    ]
    columns = {"number": "#", "verb": "ASKED", "began": "AT", "outcome": "ANSWER"}
    seen = told.get("seen") or {}
    tail = [] if not seen else [f"Read back: differs in {', '.join(seen['differs']) or 'nothing'}."]
    return "\n".join([*head, table(told["story"], columns | {"reason": "WHY"}), *tail])
