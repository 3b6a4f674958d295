"""Saying something."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from antiphon.cli.channel_commands import found as channel_found
from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.cli.waiting import wait_for
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment, local, resolve

COLUMNS = {
    "network": "NETWORK",
    "channel": "CHANNEL",
    "audience": "AUDIENCE",
    "state": "STATE",
    "url": "ADDRESS",
    "id": "ID",
}


@click.command()
@click.argument("text")
@click.option("--to", "to", multiple=True, default=("all",), help="A channel, or all.")
@click.option("--for", "told_to", multiple=True, help="AUDIENCE=TEXT, told to them instead.")
@click.option("--media", multiple=True, help="FILE:ALT, a picture and what it shows.")
@click.option("--link", default="")
@click.option("--title", default="")
@click.option("--language", default="", help="BCP 47: en, pt-BR …")
@click.option("--comment", default="", help="The first comment, where a network has one.")
@click.option("--campaign", default="")
@click.option("--option", "options", multiple=True, help="NETWORK.NAME=VALUE.")
@click.option("--poll", multiple=True, help="One answer of a poll; several times.")
@click.option("--at", default="", help="When: 2026-12-24T18:00+01:00, or with --zone.")
@click.option("--zone", default="", help="The zone of --at: Europe/Berlin …")
@click.option("--fold", type=click.IntRange(0, 1), help="Which, where a time occurs twice.")
@click.option("--queue", is_flag=True, help="At the next free slot of each channel.")
@click.option("--now", "at_once", is_flag=True, help="Now (what happens without --at).")
@click.option("--wait", is_flag=True, help="Wait until it is live, or somebody must decide.")
@click.option("--again", is_flag=True, help="Say it although the very same was said today.")
@workspace_option
@json_option
@in_house
def post(text: str, workspace: str, as_json: bool, **given: Any) -> None:
    """Say TEXT once, on every channel, in each network's own way.

    The same command again within a day is the same message: it shows what became of the first.
    """
    from antiphon.publish import actions, queries  # noqa: PLC0415

    by = speaker(workspace)
    message = message_of(by, text, given)
    repeat = None if given["again"] else message.repeat()
    rows = actions.announce(by, message, repeat=repeat)
    if given["wait"]:
        rows = wait_for(rows)
    told = [queries.told(row) for row in rows]
    show(told, as_json=as_json, words=_words)
    if given["wait"] and any(row["state"] != "live" for row in told):
        raise click.exceptions.Exit(1)


def message_of(by: Any, text: str, given: dict[str, Any]) -> Any:
    """What the options of one command, or the columns of one row, say."""
    from antiphon.publish.actions import Message  # noqa: PLC0415

    _refuse_two_hours(given)
    return Message(
        text=text,
        channels=channels_of(by, given["to"]),
        told_to=[_told_to(word) for word in given["told_to"]],
        assets=[_asset(by, word) for word in given["media"]],
        parts=_parts(by, given),
        at=moment(given["at"], given["zone"], given.get("fold")) if given["at"] else None,
        queue=given["queue"],
    )


def channels_of(by: Any, names: tuple[str, ...]) -> list[Any]:
    """The channels that were named; all of them by the word “all”."""
    from antiphon.channels import queries  # noqa: PLC0415

    if "all" in names:
        rows = list(queries.channels(by.workspace))
        if not rows:
            raise AntiphonError("There is no channel yet. Connect one: antiphon channel connect …")
        return rows
    return list({row.pk: row for row in (channel_found(by, name) for name in names)}.values())


def moment(text: str, zone: str, fold: int | None) -> Moment:
    """The time that somebody typed, in the zone that they meant."""
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        say = f"“{text[:40]}” is not a time. Write it like 2026-12-24T18:00+01:00"
        raise BadInputError(Problem(field="at", rule="not_a_time", say=say)) from None
    if zone:
        return resolve(typed, zone, fold)
    if typed.tzinfo is None:
        say = f"{text} has no zone. Add one: {text}+01:00, or --zone Europe/Berlin"
        raise BadInputError(Problem(field="at", rule="zone_missing", say=say))
    return Moment(local(typed, "UTC").replace(tzinfo=None), "UTC", 0, local(typed, "UTC"))


def _refuse_two_hours(given: dict[str, Any]) -> None:
    chosen = [name for name in ("at", "queue", "at_once") if given.get(name)]
    if len(chosen) > 1:
        say = "Choose one of --at, --queue and --now."
        raise BadInputError(Problem(field="at", rule="twice", say=say))


def _told_to(word: str) -> tuple[str, dict[str, Any]]:
    audience, equals, text = word.partition("=")
    if not equals or not audience.strip():
        say = f"“{word[:60]}” does not say to whom. Write it as AUDIENCE=TEXT."
        raise BadInputError(Problem(field="for", rule="malformed", say=say))
    return audience.strip(), {"text": text}


def _asset(by: Any, word: str) -> tuple[Any, str]:
    """FILE:ALT; a colon may stand in the description, and in a file name that exists."""
    from antiphon.media import actions  # noqa: PLC0415

    name, _, alt = word.partition(":")
    if name in {"http", "https"}:
        address, _, alt = word.partition("|")
        return actions.fetch(by, address, alt=alt), alt
    while alt and not Path(name).exists():
        more, _, alt = alt.partition(":")
        name = f"{name}:{more}"
    path = Path(name if Path(name).exists() else word)
    if not path.is_file():
        say = f"There is no file {word.partition(':')[0]}."
        raise BadInputError(Problem(field="media", rule="missing", say=say))
    return actions.take_in(by, path, name=path.name, alt=alt), alt


def _parts(by: Any, given: dict[str, Any]) -> dict[str, Any]:
    from antiphon.plan import queries  # noqa: PLC0415

    names = ("title", "language", "link", "comment")
    parts: dict[str, Any] = {name: given[name] for name in names if given.get(name)}
    if given.get("campaign"):
        parts["campaign"] = campaign_found(queries, by, given["campaign"])
    if given.get("poll"):
        parts["poll"] = {"choices": list(given["poll"]), "hours": 24}
    if given.get("options"):
        parts["options"] = _options(given["options"])
    return parts


def campaign_found(queries: Any, by: Any, name: str) -> Any:
    """One campaign of this workspace by its name, or a sentence that says which there are."""
    rows = queries.campaigns(by.workspace)
    row = rows.filter(name__iexact=name.strip()).first()
    if row is None:
        known = ", ".join(rows.values_list("name", flat=True)[:20]) or "none yet"
        raise AntiphonError(f"There is no campaign “{name}”. Known are: {known}.")
    return row


def _options(words: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        network, dot, key = name.partition(".")
        if not (equals and dot and key):
            say = f"“{word[:60]}” is no option. Write it as NETWORK.NAME=VALUE."
            raise BadInputError(Problem(field="option", rule="malformed", say=say))
        found.setdefault(network, {})[key] = _value(value)
    return found


def _value(text: str) -> Any:
    if text in {"true", "false"}:
        return text == "true"
    if text.startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _words(rows: list[dict[str, Any]]) -> str:
    lines = [table(rows, COLUMNS)]
    lines += [
        f"{row['network']}:{row['channel']}: {row['reason']}" for row in rows if row["reason"]
    ]
    price = sum(row["price"] for row in rows)
    if price:
        lines.append(f"Sending costs about {price / 1000:.3f} US dollars.")
    return "\n".join(lines)
