"""Campaigns, weekly times, and the word of reviewers."""

import re
from datetime import date, time
from typing import Any

import click

from antiphon.cli.commands.people import as_option
from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.cli.finding import channel_found
from antiphon.kernel.errors import AntiphonError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = re.compile(r"([a-z]{3})[a-z]*\s+(\d{1,2}):(\d{2})", re.IGNORECASE)


@click.group()
def campaign() -> None:
    """Posts that belong together, known to web analytics by one name."""


@campaign.command("create")
@click.argument("name")
@click.option("--utm-campaign", default="", help="How web analytics know it; else by its name.")
@click.option("--utm-medium", default="")
@click.option("--begins", default="", help="2026-06-01")
@click.option("--ends", default="", help="2026-08-31")
@workspace_option
@json_option
@in_house
def create_campaign(name: str, workspace: str, as_json: bool, **given: str) -> None:
    """Begin a campaign NAME."""
    from antiphon.plan import actions  # noqa: PLC0415

    facts: dict[str, Any] = {key: given[key] for key in ("utm_campaign", "utm_medium")}
    facts |= {"begins_on": _day(given["begins"]), "ends_on": _day(given["ends"])}
    wanted = {key: value for key, value in facts.items() if value}
    row = actions.make_campaign(speaker(workspace), name, **wanted)
    show(_campaign(row), as_json=as_json, words=lambda told: f"Campaign {told['name']} begins.")


@campaign.command("list")
@workspace_option
@json_option
@in_house
def list_campaigns(workspace: str, as_json: bool) -> None:
    """All campaigns."""
    from antiphon.plan import queries  # noqa: PLC0415

    rows = [_campaign(row) for row in queries.campaigns(speaker(workspace).workspace)]
    columns = {"name": "NAME", "utm_campaign": "KNOWN AS", "begins": "BEGINS", "ends": "ENDS"}
    show(rows, as_json=as_json, words=lambda rows: table(rows, columns))


@click.group()
def slot() -> None:
    """The weekly times of a channel, on the clock of its wall."""


@slot.command("set")
@click.argument("channel")
@click.argument("times", nargs=-1, required=True)
@workspace_option
@json_option
@in_house
def set_slots(channel: str, times: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Make TIMES ("mon 09:00" "thu 18:30") the weekly times of CHANNEL."""
    from antiphon.plan import actions  # noqa: PLC0415

    by = speaker(workspace)
    wanted = [_weekly(word) for word in times]
    _tell(actions.set_slots(by, channel_found(by, channel), wanted), as_json=as_json)


@slot.command("spread")
@click.argument("channel")
@click.option("--per-week", type=int, help="How often; else as its network bears well.")
@workspace_option
@json_option
@in_house
def spread_slots(channel: str, per_week: int | None, workspace: str, as_json: bool) -> None:
    """Give CHANNEL times that rotate through the days, so that something can be learned."""
    from antiphon.plan import actions  # noqa: PLC0415

    by = speaker(workspace)
    row = channel_found(by, channel)
    _tell(actions.spread_slots(by, row, per_week=per_week), as_json=as_json)


@slot.command("list")
@click.argument("channel")
@workspace_option
@json_option
@in_house
def list_slots(channel: str, workspace: str, as_json: bool) -> None:
    """The weekly times of CHANNEL."""
    from antiphon.plan import queries  # noqa: PLC0415

    by = speaker(workspace)
    _tell(list(queries.slots(channel_found(by, channel))), as_json=as_json)


@click.group()
def review() -> None:
    """Posts that wait for somebody's word."""


@review.command("list")
@as_option
@workspace_option
@json_option
@in_house
def list_waiting(email: str, workspace: str, as_json: bool) -> None:
    """What waits for a word: of the member named with --as, or of anybody."""
    from antiphon.plan import queries  # noqa: PLC0415
    from antiphon.plan.states import State  # noqa: PLC0415

    by = speaker(workspace, email)
    rows = queries.waiting_for(by) if email else queries.posts(by.workspace, state=State.REVIEW)
    columns = {"id": "ID", "author": "BY", "text": "TEXT"}
    told = [_post(row) for row in rows]
    show(told, as_json=as_json, words=lambda rows: table(rows, columns))


@review.command()
@click.argument("post_id", metavar="POST")
@click.option("--note", default="")
@as_option
@workspace_option
@json_option
@in_house
def agree(post_id: str, note: str, email: str, workspace: str, as_json: bool) -> None:
    """Agree to POST as it is now; nobody agrees to their own."""
    from antiphon.plan import actions  # noqa: PLC0415

    row = actions.approve(speaker(workspace, email), post_id, note)
    show(_post(row), as_json=as_json, words=lambda told: f"The post is {told['state']}.")


@review.command()
@click.argument("post_id", metavar="POST")
@click.argument("note")
@as_option
@workspace_option
@json_option
@in_house
def refuse(post_id: str, note: str, email: str, workspace: str, as_json: bool) -> None:
    """Send POST back to its author, with a NOTE that says why."""
    from antiphon.plan import actions  # noqa: PLC0415

    row = actions.refuse(speaker(workspace, email), post_id, note)
    show(_post(row), as_json=as_json, words=lambda _told: "It went back to its author.")


def _weekly(word: str) -> tuple[int, time]:
    found = TIME.fullmatch(word.strip())
    hour, minute = (int(found[2]), int(found[3])) if found else (24, 60)
    if found is None or found[1].lower() not in DAYS or hour > 23 or minute > 59:
        raise AntiphonError(f"“{word[:30]}” is no weekly time. Write it like mon 09:00.")
    return DAYS.index(found[1].lower()), time(hour, minute)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise AntiphonError(f"“{text[:30]}” is no day. Write it like 2026-06-01.") from None


def _tell(rows: list[Any], *, as_json: bool) -> None:
    told = [
        {"id": str(row.pk), "day": DAYS[row.weekday], "at": f"{row.at:%H:%M}", "paused": row.paused}
        for row in rows
    ]
    columns = {"day": "DAY", "at": "AT", "paused": "PAUSED"}
    show(told, as_json=as_json, words=lambda rows: table(rows, columns))


def _campaign(row: Any) -> dict[str, Any]:
    told = {"id": str(row.pk), "name": row.name, "utm_campaign": row.utm_campaign}
    return {**told, "begins": _iso(row.begins_on), "ends": _iso(row.ends_on)}


def _post(row: Any) -> dict[str, Any]:
    author = row.author.person.email if row.author else None
    return {"id": str(row.pk), "state": row.state, "author": author, "text": row.text}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
