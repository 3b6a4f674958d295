"""Starting things: all in one, or each by itself."""

import json
import os
from pathlib import Path
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, open_house, refusals

PORT, SANDBOX_PORT = 8000, 8010


@click.command()
@click.option("--port", type=int, default=PORT)
@click.option("--sandbox-port", type=int, default=SANDBOX_PORT)
@click.option("--sample/--no-sample", default=True, help="Fill a sample workspace when empty.")
def up(port: int, sandbox_port: int, sample: bool) -> None:
    """Start everything: database, pages, worker and sandbox; Ctrl-C stops it cleanly."""
    from antiphon.cli.household import Household  # noqa: PLC0415

    with refusals():
        Household(port=port, sandbox_port=sandbox_port, sample=sample).run()


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=int, default=PORT)
def web(host: str, port: int) -> None:
    """Serve the pages."""
    import waitress  # noqa: PLC0415

    with refusals():
        open_house()
        from antiphon.wsgi import application  # noqa: PLC0415

        waitress.serve(application, host=host, port=port, threads=8, ident=None)


@click.command()
def work() -> None:
    """Do what is due, until stopped."""
    with refusals():
        open_house()
        from antiphon.work.runner import work_forever  # noqa: PLC0415

        work_forever()


@click.command()
@click.option("--port", type=int, default=SANDBOX_PORT)
@click.option("--seed", type=int, default=1)
def sandbox(port: int, seed: int) -> None:
    """Serve every simulated network on this machine, with pages to look at them."""
    from antiphon.sandbox.serving import serve_forever  # noqa: PLC0415

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
