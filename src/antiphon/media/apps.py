"""The stage as Django knows it."""

from django.apps import AppConfig


class Media(AppConfig):
    """Assets and their renditions."""

    name = "antiphon.media"
