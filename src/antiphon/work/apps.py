"""The engine as Django knows it."""

from django.apps import AppConfig


class Work(AppConfig):
    """Sweeps, heartbeats and health."""

    name = "antiphon.work"

    def ready(self) -> None:
        """Have the checks that refuse an unsafe production known."""
        from antiphon.work import checks  # noqa: F401, PLC0415 -- registers itself
