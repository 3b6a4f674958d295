"""The stage as Django knows it."""

from django.apps import AppConfig


class Measure(AppConfig):
    """Readings and when the next are due."""

    name = "antiphon.measure"
