"""The stage as Django knows it."""

from django.apps import AppConfig


class Share(AppConfig):
    """Feeds and their items."""

    name = "antiphon.share"
