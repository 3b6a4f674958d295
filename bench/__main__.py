"""`python -m bench`: measure, print, write `build/bench.json` and, with `--keep`, the history."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import stage
from bench.result import Result, keep, write

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Ends 1 if a bar does not hold."""
    results: list[Result] = []
    with stage.home(), stage.outside() as out:
        from bench import backlog, burst, calendar  # noqa: PLC0415 -- Django must stand first

        world = burst.world(out)
        results += burst.run(out, world)
        results += backlog.run(world)
        results += calendar.run(world)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    for result in results:
        print(result.line(day))
    write(results, HERE / "build")
    if "--keep" in sys.argv:
        keep(results, HERE / "docs" / "explanation" / "performance.md", day)
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
