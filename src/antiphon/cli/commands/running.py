"""Starting things: all in one, or each by itself."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, open_house, refusals
from antiphon.cli.household.leash import leash
from antiphon.kernel.errors import AntiphonError

PORT, SANDBOX_PORT = 8000, 8010
PORTS = click.IntRange(1, 65_535)

leashed_option = click.option("--leashed", is_flag=True, hidden=True)


@click.command()
@click.option("--port", type=PORTS, default=PORT, help="Of the pages.")
@click.option("--sandbox-port", type=PORTS, default=SANDBOX_PORT)
@click.option("--sample/--no-sample", default=True, help="Fill a sample workspace when empty.")
def up(port: int, sandbox_port: int, sample: bool) -> None:
    """Start everything: database, pages, worker and sandbox; Ctrl-C stops it cleanly."""
    from antiphon.cli.household import Household  # noqa: PLC0415

    with refusals():
        Household(port=port, sandbox_port=sandbox_port, sample=sample).run()


@click.command()
@click.option("--host", default="127.0.0.1", help="The address to listen at.")
@click.option("--port", type=PORTS, default=PORT)
@leashed_option
def web(host: str, port: int, leashed: bool) -> None:
    """Serve the pages."""
    import waitress  # noqa: PLC0415

    _begin(leashed=leashed)
    # Leave through the front door, so that the database hears that we are gone.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    with refusals():
        open_house()
        from django.core.management import call_command  # noqa: PLC0415
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

        from antiphon.work.outside import bounds  # noqa: PLC0415

        bounds.be_patient()
        call_command("pack")
        try:
            waitress.serve(get_wsgi_application(), host=host, port=port, **bounds.server())
        except OSError as error:
            say = f"Port {port} cannot be opened: {error.strerror}. Choose another with --port."
            raise AntiphonError(say) from None


@click.command()
@in_house
def mcp() -> None:
    """Speak the Model Context Protocol on standard input and output, for one API key.

    Agents on this machine start it themselves. The key stands in ANTIPHON_API_KEY.
    """
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    try:
        call_command("mcp")
    except CommandError as error:
        raise AntiphonError(str(error)) from None


@click.command()
@leashed_option
def work(leashed: bool) -> None:
    """Do what is due, until stopped."""
    _begin(leashed=leashed)
    with refusals():
        open_house()
        from antiphon.work.runner import work_forever  # noqa: PLC0415

        work_forever()


@click.command()
@click.option("--port", type=PORTS, default=SANDBOX_PORT)
@click.option("--seed", type=int, default=1, help="Of the crowd that lives in it.")
@leashed_option
def sandbox(port: int, seed: int, leashed: bool) -> None:
    """Serve every simulated network on this machine, with pages to look at them."""
    from antiphon.sandbox.serving import serve_forever  # noqa: PLC0415

    _begin(leashed=leashed)
    with refusals():
        serve_forever(port, seed=seed)


@click.command()
@click.option("--seed", type=int, default=1)
@json_option
def demo(seed: int, as_json: bool) -> None:
    """Show the whole call and response on the sandbox; ends 0 only if every row is as promised."""
    home = Path(os.environ.get("ANTIPHON_HOME", "~/.antiphon")).expanduser() / "demo"
    os.environ["ANTIPHON_HOME"] = str(home)
    os.environ["ANTIPHON_ALLOW_PRIVATE_NETWORKS"] = "1"
    os.environ.setdefault("ANTIPHON_LOG_LEVEL", "ERROR")
    told = _demonstrate(seed)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        from antiphon.cli.demo.words import words  # noqa: PLC0415

        click.echo(words(told))
    if told["problems"]:
        raise click.exceptions.Exit(1)


@in_house
def _demonstrate(seed: int) -> dict[str, Any]:
    from antiphon.cli.demo import demonstrate  # noqa: PLC0415

    return demonstrate(seed)


def _begin(*, leashed: bool) -> None:
    if leashed:
        leash()
