"""Secrets as they are given to a command: in a file, at a prompt, through a pipe, or typed."""

import sys
from pathlib import Path

import click

from antiphon.kernel.errors import AntiphonError

LONGEST = 20_000
"""Bytes of a file that may be a secret; tokens of any network are shorter."""
STDIN = "-"


def revealed(name: str, typed: str, file: str = "") -> str:
    """The secret that one option names; empty if it was not given at all."""
    option = f"--{name.replace('_', '-')}"
    if typed and file:
        raise AntiphonError(f"Give {option} or {option}-file, not both.")
    if file:
        return _from_file(file, f"{option}-file")
    if typed != STDIN:
        return typed
    if sys.stdin.isatty():
        return str(click.prompt(name.replace("_", " "), hide_input=True, err=True))
    return _insist(sys.stdin.readline().strip(), "the standard input")


def of_field(name: str, value: str) -> str:
    """The value of `--field NAME=VALUE`: `@FILE` reads it from a file, `-` from whoever types."""
    if value == STDIN:
        return revealed(name, value)
    return _from_file(value[1:], f"--field {name}") if value.startswith("@") else value


def _from_file(name: str, option: str) -> str:
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
        text = raw.decode().strip()
    except OSError as error:
        raise AntiphonError(f"{option}: {name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise AntiphonError(f"{option}: {name} holds no text.") from None
    if len(raw) > LONGEST:
        raise AntiphonError(f"{option}: {name} is too long for a secret.")
    return _insist(text, name)


def _insist(text: str, where: str) -> str:
    if not text:
        raise AntiphonError(f"There is nothing in {where}.")
    return text
