"""One task in, one answer out."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from antiphon.media.child import jail
from antiphon.media.child.refusal import Refusal, damaged

HEAVY = {"rule": "too_heavy", "say": ""}


def _task(verb: str) -> Callable[..., dict[str, Any]]:
    """Import only what this task needs: the process lives for one."""
    if verb == "picture":
        from antiphon.media.child import pictures  # noqa: PLC0415

        return pictures.take
    if verb == "film":
        from antiphon.media.child import films  # noqa: PLC0415

        return films.take
    if verb == "paper":
        from antiphon.media.child import papers  # noqa: PLC0415

        return papers.take
    if verb == "fit_picture":
        from antiphon.media.child import fitting  # noqa: PLC0415

        return fitting.fit
    from antiphon.media.child import screening  # noqa: PLC0415

    return screening.fit


def main() -> int:
    """Do one task under its limits."""
    given = json.load(sys.stdin)
    do = _task(given.pop("verb"))  # our own code still comes in with all its doors open
    jail.shut(**given.pop("limits"))
    try:
        answer = {"made": do(Path(given.pop("path")), Path(given.pop("out")), **given)}
    except Refusal as refusal:
        answer = {"refused": refusal.told}
    except (MemoryError, ImportError):  # a library that no longer fits in says the latter
        answer = {"refused": HEAVY}
    except Exception as error:  # noqa: BLE001 -- the parent must hear of it; it writes it down
        answer = {"refused": damaged().told, "failure": {"name": type(error).__name__}}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
