"""`python -m tests.journeys.crashing TAG`: delivers one publication and dies at a chosen line.

Reads lines of two numbers: which publication, and at which executed line of `publish` and
`connect` the process kills itself (0: never). Each is a forked process; told is how it ended.
"""

import os
import signal
import sys
import threading
import traceback
from types import FrameType
from typing import Any

from antiphon.work import start

WATCHED = ("/antiphon/publish/", "/antiphon/connect/")


class Crash:
    """Counts executed lines and dies at one of them."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.count = 0

    def begin(self) -> None:
        """Trace this thread and every one that starts from here on."""
        threading.settrace(self.trace)
        sys.settrace(self.trace)

    def trace(self, frame: FrameType, _event: str, _given: Any) -> Any:
        """Look only into what is watched."""
        return self.line if any(one in frame.f_code.co_filename for one in WATCHED) else None

    def line(self, _frame: FrameType, event: str, _given: Any) -> Any:
        """Count; die."""
        if event == "line":
            self.count += 1
            if self.count == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.line


def deliver(tag: str, number: int, at: int) -> int:
    """Let one publication be due and deliver it; how many lines that took."""
    from antiphon.publish import actions  # noqa: PLC0415 -- Django stands only now
    from antiphon.publish.models import Publication  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415

    row = Publication.objects.get(steps__0__text=f"{tag}-{number:05}.")
    moment = clock.now()
    Publication.objects.filter(pk=row.pk).update(due_at=moment, planned_at=moment)
    crash = Crash(at)
    crash.begin()
    actions.deliver(row.network)
    sys.settrace(None)
    return crash.count


def told(what: object) -> None:
    """One line back."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main() -> None:
    """Fork for every line that is read."""
    start.prepare()
    import django  # noqa: PLC0415 -- settings read the environment when they load

    django.setup()
    from antiphon.publish import actions, duty  # noqa: F401, PLC0415
    from antiphon.work import sweeps  # noqa: PLC0415

    sweeps.all_sweeps()
    duty.LASTS, duty.MARGIN, duty.RENEWED_EVERY = 3.0, 1.0, 0.5
    told("ready")
    for line in sys.stdin:
        number, at = map(int, line.split())
        if not os.fork():
            status = 1
            try:
                told(deliver(sys.argv[1], number, at))
                status = 0
            except BaseException:  # noqa: BLE001 -- a fork must end here, whatever happens
                traceback.print_exc()
            finally:
                os._exit(status)
        _child, status = os.wait()
        if status:
            told(-os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
