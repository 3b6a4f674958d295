"""Rows by the words that people call them by, or a sentence that says which there are."""

from typing import Any

from antiphon.kernel.errors import AntiphonError


def channel_found(by: Any, name: str) -> Any:
    """One channel of this workspace, or a sentence that says which there are."""
    from antiphon.channels import queries  # noqa: PLC0415

    row = queries.channel(by.workspace, name)
    if row is None:
        known = ", ".join(f"{r.network}:{r.handle}" for r in queries.channels(by.workspace)[:20])
        raise AntiphonError(f"There is no channel “{name[:80]}”. Known are: {known or 'none yet'}.")
    return row


def campaign_found(by: Any, name: str) -> Any:
    """One campaign of this workspace by its name, or a sentence that says which there are."""
    from antiphon.plan import queries  # noqa: PLC0415

    rows = queries.campaigns(by.workspace)
    row = rows.filter(name__iexact=name.strip()).first()
    if row is None:
        known = ", ".join(rows.values_list("name", flat=True)[:20]) or "none yet"
        raise AntiphonError(f"There is no campaign “{name[:80]}”. Known are: {known}.")
    return row
