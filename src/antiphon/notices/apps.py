"""The stage as Django knows it."""

from django.apps import AppConfig


class Notices(AppConfig):
    """Notices and hooks."""

    name = "antiphon.notices"
