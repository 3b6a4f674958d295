"""Who would see what: everything is made as in earnest, looked at, and taken back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from antiphon.cli.door import table
from antiphon.kernel.problem import BadInputError, blocking
from antiphon.plan import actions as plan
from antiphon.plan.states import State
from antiphon.publish import actions as publish
from antiphon.tailor import actions as tailor
from antiphon.tailor.choosing import tellings
from antiphon.tailor.sight import who_sees_what
from antiphon.work import clock

COLUMNS = {
    "network": "NETWORK",
    "channel": "CHANNEL",
    "audience": "AUDIENCE",
    "parts": "PARTS",
    "text": "TEXT",
    "reason": "WHY",
}


def previewed(by: Any, message: Any) -> dict[str, Any]:
    """What a message would become; nothing of it stays. Call it inside a transaction."""
    post = plan.draft(by, text=message.text, assets=list(message.assets), **message.parts)
    versions = [{"channel": None, "audience": who, "words": w} for who, w in message.told_to]
    if versions:
        tailor.tell_each(by, post, versions)  # type: ignore[arg-type]
    post = plan.submit(by, post)
    day = message.on or (message.at.instant if message.at else clock.now()).date()
    told = seen(post, message.channels, day)
    found = tellings(post, message.channels, on=day)
    if post.state == State.APPROVED and not told["problems"]:
        told |= _priced(by, post, found, message)
    transaction.set_rollback(True)
    return told


def seen(post: Any, channels: Sequence[Any], day: Any = None) -> dict[str, Any]:
    """Who sees what of a post: its publications, its audiences, and what stands against it."""
    day = day or clock.now().date()
    found = tellings(post, channels, on=day)
    problems = [problem for telling in found for problem in blocking(telling.problems())]
    return {
        "publications": [_telling(one) for one in found],
        "audiences": [_sight(one) for one in who_sees_what(post, channels, on=day)],
        "price": 0,
        "problems": [problem.told() for problem in problems],
    }


def words(told: dict[str, Any]) -> str:
    """The same for people."""
    lines = [table(told["publications"], COLUMNS), ""]
    for one in told["audiences"]:
        through = ", ".join(one["channels"]) or "no channel"
        own = "in its own words" if one["own_words"] else "in the post's words"
        lines.append(f"{one['audience']}: {own if one['channels'] else 'nothing'}, by {through}.")
        lines += [f"  ! {one['warning']}"] if one["warning"] else []
    for row in told["publications"]:
        where = f"{row['network']}:{row['channel']}"
        lines += [f"{where}: {problem['say']}" for problem in row["problems"]]
    if told["price"]:
        lines.append(price(told["price"]))
    listed = {problem["say"] for row in told["publications"] for problem in row["problems"]}
    lines += [one["say"] for one in told["problems"] if one["say"] not in listed]
    return "\n".join([*lines, "", "Nothing was stored and nothing goes out."])


def price(thousandths: int) -> str:
    """What sending costs, in words."""
    return f"Sending costs about {thousandths / 1000:.3f} US dollars."


def _priced(by: Any, post: Any, found: Sequence[Any], message: Any) -> dict[str, Any]:
    """What only planning it in earnest tells: the cost, and whether its hour can be."""
    if message.queue:
        return {}
    try:
        with transaction.atomic():
            rows = publish.schedule(by, post, found, at=message.at)
    except BadInputError as error:
        return {"problems": [problem.told() for problem in error.problems]}
    return {"price": sum(row.price for row in rows)}


def _telling(one: Any) -> dict[str, Any]:
    parcels = one.parcels("", clock.now(), fit=False)
    return {
        "network": one.channel.network,
        "channel": one.channel.handle or one.channel.name,
        "audience": one.audience.name if one.audience else None,
        "reason": one.reason,
        "text": "\n\n".join(parcel.text for parcel in parcels),
        "parts": len(parcels),
        "media": sum(len(parcel.enclosures) for parcel in parcels),
        "problems": [problem.told() for problem in one.problems()],
    }


def _sight(one: Any) -> dict[str, Any]:
    return {
        "audience": one.audience.name,
        "own_words": one.variant is not None,
        # A network that chooses people itself may reach them with several tellings of one channel.
        "channels": list(
            dict.fromkeys(f"{row.network}:{row.handle or row.name}" for row in one.channels)
        ),
        "warning": one.warning.say if one.warning else None,
    }
