"""The way in: `antiphon`, or `python -m antiphon`."""

import os
import sys


def main() -> int:
    """Hand over to the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antiphon.settings")
    from antiphon import cli  # noqa: PLC0415 -- settings must be named first

    return int(cli.main(sys.argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
