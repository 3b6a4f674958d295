"""Makes a message of words: those of one command's options, or of one row of a table."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from antiphon.cli.finding import campaign_found, channel_found
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.typed import moment

POLL_HOURS = 24
WEB = ("http://", "https://")


def message_of(by: Any, text: str, given: dict[str, Any], fetched: dict[str, Any]) -> Any:
    """What the words say; `fetched` are files from the web that were brought here before."""
    from antiphon.publish.actions import Message  # noqa: PLC0415

    _refuse_two_hours(given)
    return Message(
        text=text,
        channels=channels_of(by, given["to"]),
        told_to=[_told_to(word) for word in given["told_to"]],
        assets=[_asset(by, word, fetched) for word in given["media"]],
        parts=_parts(by, given),
        at=moment(given["at"], given["zone"], given.get("fold")) if given["at"] else None,
        queue=bool(given.get("queue")),
    )


def channels_of(by: Any, names: Iterable[str]) -> list[Any]:
    """The channels that were named; all of them by the word “all”."""
    from antiphon.channels import queries  # noqa: PLC0415

    if "all" in names:
        rows = list(queries.channels(by.workspace))
        if not rows:
            raise AntiphonError("There is no channel yet. Connect one: antiphon channel connect …")
        return rows
    return list({row.pk: row for row in (channel_found(by, name) for name in names)}.values())


def fetched_files(by: Any, words: Iterable[str]) -> dict[str, Any]:
    """Files that lie on the web, taken in; before anything is written, for it may take long."""
    from antiphon.media import actions  # noqa: PLC0415

    found = {}
    for word in words:
        if word.startswith(WEB):
            address, alt = _address_and_alt(word)
            found[word] = (actions.fetch(by, address, alt=alt), alt)
    return found


def _refuse_two_hours(given: dict[str, Any]) -> None:
    chosen = [name for name in ("at", "queue", "at_once") if given.get(name)]
    if len(chosen) > 1:
        say = "Choose one of --at, --queue and --now."
        raise BadInputError(Problem(field="at", rule="twice", say=say))


def _told_to(word: str) -> tuple[str, Any]:
    audience, equals, text = word.partition("=")
    if not equals or not audience.strip():
        say = f"“{word[:60]}” does not say to whom. Write it as AUDIENCE=TEXT."
        raise BadInputError(Problem(field="for", rule="malformed", say=say))
    if not text.strip():
        say = f"There is nothing to tell “{audience.strip()[:60]}”: write something."
        raise BadInputError(Problem(field="for", rule="empty", say=say))
    return audience.strip(), {"text": text}


def _asset(by: Any, word: str, fetched: dict[str, Any]) -> tuple[Any, str]:
    """FILE:ALT; a colon may stand in the description, and in a file name that exists."""
    from antiphon.media import actions  # noqa: PLC0415

    if word in fetched:
        return fetched[word]  # type: ignore[no-any-return]
    name, _, alt = word.partition(":")
    while alt and not Path(name).is_file():
        more, _, alt = alt.partition(":")
        name = f"{name}:{more}"
    path = Path(name)
    if not path.is_file():
        say = f"There is no file {word.partition(':')[0][:200]}."
        raise BadInputError(Problem(field="media", rule="missing", say=say))
    return actions.take_in(by, path, name=path.name, alt=alt), alt


def _address_and_alt(word: str) -> tuple[str, str]:
    """URL ALT, parted by the first space: a colon stands in every address."""
    address, _, alt = word.partition(" ")
    return address, alt.strip()


def _parts(by: Any, given: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "language", "link", "comment")
    parts: dict[str, Any] = {name: given[name] for name in names if given.get(name)}
    if given.get("campaign"):
        parts["campaign"] = campaign_found(by, given["campaign"])
    if given.get("tags"):
        parts["tags"] = [tag.lstrip("#") for tag in given["tags"]]
    if given.get("poll"):
        parts["poll"] = {"choices": list(given["poll"]), "hours": POLL_HOURS}
    if given.get("options"):
        parts["options"] = _options(given["options"])
    return parts


def _options(words: Iterable[str]) -> dict[str, dict[str, Any]]:
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
