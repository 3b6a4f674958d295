"""Audiences: whom something is said to."""

from typing import Any

import click

from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option


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

    lists = {"climates", "countries", "regions", "cities", "languages", "genders"}
    given: dict[str, Any] = {
        key: [word.strip() for word in value.split(",") if word.strip()] if key in lists else value
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


def _told(row: Any) -> dict[str, Any]:
    fields = ("name", "climates", "countries", "regions", "cities", "languages", "genders")
    return {"id": str(row.pk), **{field: getattr(row, field) for field in fields}}
