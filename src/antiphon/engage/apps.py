"""The stage as Django knows it."""

from django.apps import AppConfig


class Engage(AppConfig):
    """Messages and how far each channel has been heard."""

    name = "antiphon.engage"
