"""The stage as Django knows it."""

from django.apps import AppConfig


class Channels(AppConfig):
    """Channels and their credentials."""

    name = "antiphon.channels"
