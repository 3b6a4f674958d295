"""The stage as Django knows it."""

from django.apps import AppConfig


class Tailor(AppConfig):
    """Audiences, variants, tracked links."""

    name = "antiphon.tailor"
