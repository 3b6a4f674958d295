"""The door for agents over standard input and output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from antiphon import environment
from antiphon.api.mcp import server
from antiphon.api.mcp.calling import Caller
from antiphon.people.actions import speaker


class Command(BaseCommand):
    """Converse with the agent that started us, in the name of the key in the environment."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refuse at once what could do nothing; then go on until the agent ends it."""
        key = environment.API_KEY.value()
        if speaker(key) is None:
            raise CommandError("ANTIPHON_API_KEY holds no API key, or one that is over.")
        server.over_stdio(Caller(key))
