"""`python -m tests.journeys.fill`: channels at a running sandbox, publications on them, due now.

Run as a program of its own, so that the test's process keeps its own database.
"""

import argparse

from antiphon.work import start

BATCH = 25
"""Publications for one channel, unless said otherwise; networks limit an account's posts."""


def main() -> None:
    """Migrate, connect channels, and leave publications that are due."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--count", type=int, default=0)
    asked.add_argument("--tag", default="")
    asked.add_argument("--networks", nargs="*", default=[])
    asked.add_argument("--batch", type=int, default=BATCH)
    asked.add_argument("--delay", type=float, default=0.0)
    told = asked.parse_args()
    start.prepare()

    import django  # noqa: PLC0415 -- settings read the environment when they load

    django.setup()

    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if told.count:
        publications(told)


def publications(told: argparse.Namespace) -> None:
    """So many publications, spread over the networks; each says the tag and a number of its own."""
    from datetime import timedelta  # noqa: PLC0415

    from antiphon.publish.models import Publication  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415
    from tests.journeys.sowing import channels, row  # noqa: PLC0415

    each = -(-told.count // len(told.networks))
    where = [
        one
        for key in told.networks
        for one in channels(told.port, key, told.tag, -(-each // told.batch))
    ]
    due = clock.now() + timedelta(seconds=told.delay)
    rows = [
        row(where[number % len(where)], f"{told.tag}-{number:05}.", due, number)
        for number in range(told.count)
    ]
    Publication.objects.bulk_create(rows, batch_size=500)


if __name__ == "__main__":
    main()
