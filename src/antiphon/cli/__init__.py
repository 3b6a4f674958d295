"""The command line: one verb for each action of the loop, for people and for programs.

Exit codes: 0 done, 1 refused with a reason, 2 wrong use. Every command takes `--json`.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from antiphon.cli.door import Refusal, tell_problems, tell_refusal


def main(arguments: Sequence[str]) -> int:
    """Run one command; whatever is refused is said in one sentence, never in a traceback."""
    from antiphon.cli.commands import antiphon  # noqa: PLC0415 -- needs nothing but the door

    as_json = "--json" in arguments
    try:
        code = antiphon.main(list(arguments), prog_name="antiphon", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as wrong:
        return _wrong_use(wrong, as_json=as_json)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing half done was left.", err=True)
        return 1
    except BrokenPipeError:
        _hush()
        return 1
    except SystemExit as leaving:
        _hush()
        return leaving.code if isinstance(leaving.code, int) else 1
    except Refusal as refusal:
        return tell_refusal(refusal, as_json=as_json)
    # click hands back the code of `--help` and of a command that left on purpose.
    return code if isinstance(code, int) else 0


def _wrong_use(wrong: click.ClickException, *, as_json: bool) -> int:
    if as_json:
        tell_problems([{"rule": "usage", "say": wrong.format_message()}])
    else:
        wrong.show()
    return 2


def _hush() -> None:
    """Nobody reads any more: let the end of the process write its rest into nothing."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
