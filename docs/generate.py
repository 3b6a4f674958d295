"""Writes the pages of the manual that are made from the code: `make docs`.

Each page is a pure function of the code. A test compares what stands in docs/reference with what
this program would write, so a setting or a limit cannot change behind the manual's back.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from docs import programs

REFERENCE = Path(__file__).parent / "reference"
SAID_ABOVE = {"as_json", "workspace"}
MADE = "<!-- Made from the code by `make docs`; change the code, not this page. -->"


def page(title: str, about: str, *blocks: str) -> str:
    """A page of Markdown."""
    return "\n\n".join([MADE, f"# {title}", about, *blocks]) + "\n"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of Markdown; bars within cells are kept from cutting it."""
    cells = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in cells)


def settings() -> str:
    """Every name of the environment."""
    environment = importlib.import_module("antiphon.environment")
    rows = [
        (
            f"`{name.variable}`",
            name.meaning,
            (name.read.__doc__ or "").strip() if not name.secret else "A secret; or in a file.",
            f"`{name.default}`" if name.default else "",
        )
        for name in environment.everything()
    ]
    about = (
        "Everything is set by environment variables, and nothing must be. A secret may also stand "
        "in a file that not everybody can read: `ANTIPHON_X_FILE` names the file that holds "
        "`ANTIPHON_X`. What cannot be used is refused at start with a sentence that names it."
    )
    return page("Settings", about, table(("name", "meaning", "value", "default"), rows))


def found_networks() -> list[Any]:
    """What each folder below antiphon.networks says of itself, by name."""
    package = importlib.import_module("antiphon.networks")
    names = [found.name for found in pkgutil.iter_modules(package.__path__) if found.ispkg]
    modules = [importlib.import_module(f"antiphon.networks.{name}") for name in names]
    return sorted((m.NETWORK for m in modules if hasattr(m, "NETWORK")), key=lambda n: str(n.name))


def abilities(network: Any) -> str:
    """What the connector can do, in the words of the contract."""
    contract = importlib.import_module("antiphon.connect.abilities")
    known = [v for v in vars(contract).values() if getattr(v, "_is_protocol", False)]
    ours = [ability for ability in known if ability.__module__ == contract.__name__]
    return ", ".join(ability.__name__.lower() for ability in ours if network.can(ability))


def span(time: timedelta) -> str:
    """A length of time as people say it."""
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count, rest = divmod(int(time.total_seconds()), seconds)
        if count and not rest:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{time.total_seconds():g} seconds"


def text_limits(rule: Any) -> str:
    """Every way in which a text can be too long."""
    return ", ".join(f"{m.limit:,} {m.unit}" for m in rule.text.measures)


def files(rule: Any) -> str:
    """How many files of which kinds, and how large."""
    if rule.media is None:
        return ""
    kinds = [
        f"{kind.value} ≤ {file.max_bytes / 1_000_000:g} MB"
        for kind, file in rule.media.files.items()
    ]
    least = f"{rule.media.least}–" if rule.media.least not in {0, rule.media.most} else ""
    return f"{least}{rule.media.most}: {', '.join(kinds)}"


def facts(network: Any) -> Iterator[str]:
    """What does not fit into the table of its posts."""
    yield f"- Can: {abilities(network)}"
    yield f"- Calls: {network.pace.calls:,} in {span(network.pace.per)}"
    yield f"- A doubt is settled by: {network.proof.kind.value.replace('_', ' ')}"
    yield f"- An effect may come late by: {span(network.proof.settle)}"
    targeting = network.targeting
    if targeting.restricts or targeting.addresses:
        yield f"- Can be restricted by: {', '.join(sorted(targeting.restricts)) or 'nothing'}"
        yield f"- Can be addressed by: {', '.join(sorted(targeting.addresses)) or 'nothing'}"
    for option in network.options:
        yield f"- Option `{option.key}`: {option.name}"
    yield f"- Checked: {network.checked.isoformat()}"
    yield from (f"- Source: {source}" for source in network.sources)


def section(network: Any) -> str:
    """One network: its posts as a table, the rest as a list."""
    rows = [
        (kind.value, text_limits(rule), files(rule)) for kind, rule in sorted(network.posts.items())
    ]
    return "\n\n".join(
        [f"## {network.name}", table(("post", "text", "files"), rows), "\n".join(facts(network))]
    )


DEEDS = {
    "publishes": "Publishes", "looks": "Looks", "reads back": "Reads", "edits": "Edits",
    "takes back": "Withdraws", "counts": "Counts", "hears": "Converses",
}  # fmt: skip


def capabilities() -> str:
    """One row for each network: what can be done there, from its connector and its rules."""
    contract = importlib.import_module("antiphon.connect.abilities")
    rows = [
        (
            f"[{network.name}](#{network.name.lower().replace(' ', '-')})",
            ", ".join(sorted(type.value for type in network.posts)),
            *("yes" if network.can(getattr(contract, name)) else "–" for name in DEEDS.values()),
            "yes" if network.thread else "–",
            "yes" if network.comment else "–",
        )
        for network in found_networks()
    ]
    return table(("network", "posts", *DEEDS, "threads", "first comment"), rows)


def networks() -> str:
    """Every network's rules, as the composer and the guard before sending read them."""
    about = (
        "The same facts serve the composer's counter, the API's refusals, the guard before sending "
        "and this page. A server that announces limits of its own gets those for its channels. "
        "Where no program may publish, or one would rather do it oneself, a person "
        "[finishes by hand](../how-to/finish-by-hand.md)."
    )
    sections = (section(network) for network in found_networks())
    return page("Networks", about, capabilities(), *sections)


def repeats(proof: Any) -> str:
    """For how long the very same may be sent again without a second post."""
    if proof.repeat is None:
        return "never"
    some = "" if proof.repeat_where({}) else ", on servers that were seen to keep to it"
    lasts = "for ever" if proof.repeat > timedelta(days=365) else span(proof.repeat)
    return lasts + some


def doubts() -> str:
    """How it is found out on each network whether something arrived."""
    rows = [
        (
            str(network.name),
            network.proof.kind.value.replace("_", " "),
            repeats(network.proof),
            ", ".join(span(look) for look in network.proof.looks) or "a person looks",
            span(network.proof.settle),
        )
        for network in found_networks()
    ]
    head = ("network", "proof", "a repeat is harmless", "looks after", "an effect comes late by")
    about = (
        "What is done when an answer is lost, from the same data that the program obeys. A server "
        "that says more of itself is treated by what it says. Only when the last look, too, finds "
        "nothing is it sent again. Why: [Publishing once](../explanation/publishing-once.md)."
    )
    return page("Doubts", about, table(head, rows))


def states() -> str:
    """Every life that a row can have, drawn from the table that the program obeys."""
    antiphon = importlib.import_module("antiphon")
    machine = importlib.import_module("antiphon.kernel.machine")
    blocks = []
    for stage in pkgutil.iter_modules(antiphon.__path__):
        lives = Path(str(antiphon.__path__[0])) / stage.name / "states.py"
        if stage.ispkg and lives.exists():
            module = importlib.import_module(f"antiphon.{stage.name}.states")
            for name, moves in sorted(vars(module).items()):
                if isinstance(moves, machine.Moves):
                    kind = type(moves.start).__name__
                    blocks.append(f"## {stage.name}: {kind} ({name})")
                    blocks.append(f"```mermaid\n{moves.mermaid()}\n```")
    return page("States", "Which state may follow which. No other move can be made.", *blocks)


RULES = """| | |
|---|---|
| `--json` | prints one JSON value; a refusal is an object with `problems` |
| `--workspace`, `-w` | which workspace, where there are several |
| exit code 0 | done |
| exit code 1 | refused; the reason stands in one sentence on the error stream |
| exit code 2 | used wrongly |

What stands on a command line is seen by others on the machine and kept by the shell. So every
secret may come from a file (`--token-file`), or as `-` from a pipe or at a prompt, and is
sealed when it arrives. Whoever may run commands speaks as the workspace's owner; `--as` speaks as
another member."""


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that call it."""
    for name, one in sorted(getattr(command, "commands", {}).items()):
        yield from commands(one, f"{path} {name}")
    if not hasattr(command, "commands"):
        yield path, command


def options(command: Any) -> list[tuple[str, str]]:
    """What may be given to a command; what is said above or only between ourselves is left out."""
    rows = []
    for one in command.params:
        if one.param_type_name == "option" and not one.hidden and one.name not in SAID_ABOVE:
            names = ", ".join(f"`{word}`" for word in [*one.opts, *one.secondary_opts])
            choices = getattr(one.type, "choices", ())
            rows.append((names, one.help or ", ".join(str(word) for word in choices)))
    return rows


def spoken(command: Any, path: str) -> str:
    """One command: how it is called, what it does, what may be given."""
    given = [one.make_metavar(None) for one in command.params if one.param_type_name == "argument"]
    call = " ".join([path, *given])
    words = [f"## {path}", f"```\n{call}\n```", inspect.cleandoc(command.help or "")]
    rows = options(command)
    return "\n\n".join([*words, *([table(("option", "meaning"), rows)] if rows else [])])


def command_line() -> str:
    """Every verb of the command line."""
    antiphon = importlib.import_module("antiphon.cli.commands").antiphon
    blocks = [spoken(one, path) for path, one in commands(antiphon, "antiphon")]
    return page("Command line", RULES, *blocks)


def events() -> str:
    """Every kind of happening that programs are told of."""
    kinds = importlib.import_module("antiphon.notices.kinds")
    about = (
        "The same by [webhook](../how-to/webhooks.md), by stream (`/api/v1/events`) and on asking: "
        "`type` is one of these, `timestamp` says when it happened, `data` holds the id of what it "
        "happened to and what else is known. A new kind may come with any version; a program reads "
        "over what it does not know."
    )
    rows = [(f"`{kind}`", says) for kind, says in kinds.KINDS.items()]
    return page("Events", about, table(("type", "means"), rows))


def api() -> str:
    """The door for programs, and every route of it."""
    head = ("method", "address below `/api/v1`", "scope", "does")
    routes = f"## Every route\n\n{table(head, programs.routes())}"
    return page("The API", programs.ABOUT, *programs.parts(), routes)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "networks.md": networks,
    "states.md": states,
    "doubts.md": doubts,
    "cli.md": command_line,
    "events.md": events,
    "api.md": api,
    "openapi.json": programs.openapi,
}


def main() -> int:
    """Write every page."""
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
