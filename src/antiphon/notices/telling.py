"""What a program is told, the same by webhook, by stream and when it asks."""

import json
from typing import Any

from antiphon.people.models import Happening


def told(row: Happening) -> dict[str, Any]:
    """One happening as programs read it."""
    noun, _, _deed = row.kind.partition(".")
    return {
        "id": row.cursor,
        "type": row.kind,
        "timestamp": row.at.isoformat(),
        "data": {"object": noun, "id": str(row.subject), **row.facts},
    }


def written(row: Happening) -> str:
    """The same, as it is signed and sent."""
    return json.dumps(told(row), ensure_ascii=False, separators=(",", ":"))
