"""The command line: one verb for each action of the loop, for people and for programs.

Exit codes: 0 done, 1 refused with a reason, 2 wrong use. Every command takes `--json`.
"""

import sys
from collections.abc import Sequence

import click

from antiphon.cli.door import Refusal, tell_refusal


def main(arguments: Sequence[str]) -> int:
    """Run one command; whatever is refused is said in one sentence, never in a traceback."""
    from antiphon.cli.commands import antiphon  # noqa: PLC0415 -- needs nothing but the door

    try:
        antiphon.main(list(arguments), prog_name="antiphon", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing half done was left.", err=True)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Refusal as refusal:
        return tell_refusal(refusal, as_json="--json" in arguments)
    return 0
