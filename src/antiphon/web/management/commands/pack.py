"""Packs the files that browsers get."""

from typing import Any

from django.core.management.base import BaseCommand

from antiphon.web.packing import collect


class Command(BaseCommand):
    """Pack the files of the pages; costs nothing while they are the same."""

    help = "Pack the files of the pages; costs nothing while they are the same."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it."""
        collect()
