"""What the form may bring: a closed list of fields (W7), each read once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol
from uuid import UUID

import regex

from antiphon.connect.registry import network, packages
from antiphon.connect.rules import Option, OptionKind
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.tailor.telling import OURS

Whom = tuple[str, str]
"""A channel and an audience by their ids; an empty one is any."""

PLAIN = ("text", "title", "link", "language", "comment")
SAID = ("text", "title", "link", "comment")
"""What a telling may have of its own."""
BESIDES = frozenset(
    {
        "csrfmiddlewaretoken",
        "version",
        "over",
        "to",
        "when",
        "at",
        "zone",
        "fold",
        "sure",
        "tab",
        "see",
    }
    | {"tags", "campaign", "channels", "file", "add", "move"}
    | {"poll", "poll.choice", "poll.hours", "poll.multiple", "poll.question"}
)
DOTTED = ("tell", "alt", "focus", "out", "opt")
MOST_CHOICES = 20
ANY = "any"
_BETWEEN_TAGS = regex.compile(r"[,;\n#＃]+")


class Form(Protocol):
    """What a browser sent."""

    def __contains__(self, name: str, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def get(self, name: str, default: str, /) -> str: ...
    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, ready to be kept; what the form did not bring is left as it is."""

    version: str
    parts: dict[str, Any] = field(default_factory=dict)
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    tellings: dict[Whom, dict[str, str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] | None = None
    alts: dict[str, str] = field(default_factory=dict)
    focus: dict[str, tuple[float, float]] = field(default_factory=dict)
    channels: list[str] | None = None


def read(form: Form) -> Written:
    """The whole form; a field that we do not know is refused, not ignored."""
    names = list(form)
    for name in names:
        if not _is_known(name):
            _refuse(name, "unknown_field", f"There is no field called {name[:80]}.")
    parts: dict[str, Any] = {name: _one(form, name) for name in PLAIN if name in form}
    if "tags" in form:
        parts["tags"] = [tag.strip() for tag in _tags(form) if tag.strip()]
    if "campaign" in form:
        parts["campaign"] = form.get("campaign", "") or None
    if "poll" in form and not _is_poll_begun(form):
        parts["poll"] = poll(form)
    return Written(
        version=form.get("version", ""),
        parts=parts,
        options=_options(form, names),
        tellings=_tellings(form, names),
        left_out={name[4:]: _many(form, name) for name in names if name.startswith("out.")},
        files=_files(form) if "file" in form else None,
        alts={name[4:]: _one(form, name) for name in names if name.startswith("alt.")},
        focus=dict(_focus(form, names)),
        channels=_many(form, "channels") if "channels" in form else None,
    )


def _is_known(name: str) -> bool:
    first, dot, rest = name.partition(".")
    return name in BESIDES or name in PLAIN or bool(first in DOTTED and dot and rest)


def _one(form: Form, name: str) -> str:
    """A text as it was written, with the line ends that we keep."""
    return form.get(name, "").replace("\r\n", "\n")


def _many(form: Form, name: str) -> list[str]:
    """Each value once, in order; an empty one only says that the question was asked."""
    return [value for value in dict.fromkeys(form.getlist(name)) if value]


def _tags(form: Form) -> list[str]:
    return _BETWEEN_TAGS.split(form.get("tags", ""))


def _files(form: Form) -> list[str]:
    """The files in their order, after the one move that a button may ask for."""
    files = _many(form, "file")
    moved, _colon, where = form.get("move", "").partition(":")
    if moved not in files:
        return files
    at = files.index(moved)
    files.remove(moved)
    if where != "out":
        files.insert(max(0, at - 1) if where == "sooner" else at + 1, moved)
    return files


def _tellings(form: Form, names: Sequence[str]) -> dict[Whom, dict[str, str]]:
    found: dict[Whom, dict[str, str]] = {}
    for name in names:
        pieces = name.split(".")
        if pieces[0] != "tell":
            continue
        if len(pieces) != 4 or pieces[3] not in SAID:
            _refuse(name, "unknown_field", f"There is no field called {name[:80]}.")
        whom = whom_of(f"{pieces[1]}.{pieces[2]}")
        found.setdefault(whom, {})[pieces[3]] = _one(form, name)
    return found


def whom_of(text: str) -> Whom:
    """A telling as the page calls it: `channel.audience`, `any` where it is any."""
    channel, _dot, audience = text.partition(".")
    return _id(channel), _id(audience)


def called(channel: object, audience: object) -> str:
    """How the page calls a telling."""
    return f"{channel or ANY}.{audience or ANY}"


def _id(text: str) -> str:
    try:
        return "" if text == ANY else str(UUID(text))
    except ValueError:
        _refuse("to", "malformed", "That is not something that can be told otherwise.")


def _focus(form: Form, names: Sequence[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    for id in {name.split(".")[1] for name in names if name.startswith("focus.")}:
        given = [form.get(f"focus.{id}.{axis}", "") for axis in "xy"]
        try:
            x, y = (int(percent) / 100 for percent in given)
        except (ValueError, OverflowError):
            _refuse(f"focus.{id}", "malformed", "A focus point is two numbers from -100 to 100.")
        yield id, (x, y)


def _is_poll_begun(form: Form) -> bool:
    """Whether somebody wants a poll and has written no answer yet."""
    wanted = "1" in form.getlist("poll")
    return wanted and not any(text.strip() for text in form.getlist("poll.choice"))


def poll(form: Form) -> dict[str, Any] | None:
    """A poll as it was typed; None where nobody wants one."""
    if "1" not in form.getlist("poll"):
        return None
    hours = form.get("poll.hours", "24").strip()
    if not (hours.isascii() and hours.isdecimal() and len(hours) < 6):
        _refuse("poll.hours", "malformed", "Say for how many hours the poll stays open.")
    choices = [choice.strip() for choice in form.getlist("poll.choice")]
    return {
        "choices": [choice for choice in choices if choice][:MOST_CHOICES],
        "hours": int(hours),
        "multiple": "1" in form.getlist("poll.multiple"),
        "question": form.get("poll.question", "").strip(),
    }


def _options(form: Form, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        first, *rest = name.split(".", 2)
        if first != "opt":
            continue
        if len(rest) != 2 or rest[0] not in packages():
            _refuse(name, "unknown_field", f"There is no field called {name[:80]}.")
        key, option = rest
        value = _value(form, name, _known(key, option))
        chosen = found.setdefault(key, {})
        if value not in ("", False, [], None):
            chosen[option] = value
    return found


def _known(key: str, name: str) -> Option | None:
    """The option of that name; none for one of ours."""
    option = next((one for one in network(key).options if one.key == name), None)
    if option is None and name not in OURS:
        _refuse(f"opt.{key}.{name}"[:80], "unknown_field", "That network has no such option.")
    return option


def _value(form: Form, name: str, option: Option | None) -> Any:
    given = form.getlist(name)
    if option is None:
        last = given[-1] if given else ""
        return last if name.endswith(".type") else last == "1"
    match option.kind:
        case OptionKind.SWITCH:
            return given[-1] == "1"
        case OptionKind.LIST:
            return [line.strip() for line in given[-1].splitlines() if line.strip()]
        case _:
            return "" if given[-1] == (option.default or "") else given[-1]


def _refuse(name: str, rule: str, say: str) -> NoReturn:
    raise BadInputError(Problem(field=name[:80], rule=rule, say=say))
