"""Audiences: whom something is said to."""

from typing import Any

import click

from antiphon.cli.door import (
    in_house,
    json_option,
    parted,
    show,
    speaker,
    table,
    workspace_option,
)

LISTS = ("climates", "countries", "regions", "cities", "languages", "genders")


@click.group()
def audience() -> None:
    """Named predicates over people."""


@audience.command("set")
@click.argument("name")
@click.option("--climate", "climates", default="", help="hot, mild, cold, wet, dry; by comma.")
@click.option("--country", "countries", default="", help="ISO codes: IN,BR …")
@click.option("--region", "regions", default="")
@click.option("--city", "cities", default="")
@click.option("--language", "languages", default="", help="BCP 47: en,pt-BR …")
@click.option("--age-from", type=int)
@click.option("--age-to", type=int)
@click.option("--gender", "genders", default="")
@click.option("--live", is_flag=True, help="The weather of the day instead of the climate.")
@workspace_option
@json_option
@in_house
def set_one(name: str, workspace: str, as_json: bool, **asks: Any) -> None:
    """Say what the audience NAME asks of people; makes it, or changes it."""
    from antiphon.tailor import actions  # noqa: PLC0415

    given: dict[str, Any] = {
        key: parted(value) if key in LISTS else value
        for key, value in asks.items()
        if value not in (None, "")
    }
    row = actions.set_audience(speaker(workspace), name, **given)
    show(_told(row), as_json=as_json, words=lambda told: f"Audience {told['name']} is set.")


@audience.command("list")
@workspace_option
@json_option
@in_house
def list_all(workspace: str, as_json: bool) -> None:
    """All audiences."""
    from antiphon.tailor import queries  # noqa: PLC0415

    rows = [_told(row) for row in queries.audiences(speaker(workspace).workspace)]
    columns = {"name": "NAME", "climates": "CLIMATE", "countries": "COUNTRIES"}
    show(rows, as_json=as_json, words=lambda rows: table(rows, columns | {"languages": "SPEAK"}))


@audience.command()
@click.argument("post_id", metavar="POST")
@click.option("--to", "to", multiple=True, default=("all",), help="A channel, or all.")
@workspace_option
@json_option
@in_house
def who(post_id: str, to: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Show who would see what of a POST (its id) today; for a text, see `post --dry-run`."""
    from antiphon.cli import preview  # noqa: PLC0415
    from antiphon.cli.message import channels_of  # noqa: PLC0415
    from antiphon.plan import queries  # noqa: PLC0415

    by = speaker(workspace)
    told = preview.seen(queries.post(by.workspace, post_id), channels_of(by, to))
    show(told, as_json=as_json, words=preview.words)


def _told(row: Any) -> dict[str, Any]:
    fields = ("name", *LISTS, "age_from", "age_to", "live")
    return {"id": str(row.pk), **{field: getattr(row, field) for field in fields}}
