"""The stage as Django knows it."""

from django.apps import AppConfig


class Publish(AppConfig):
    """Publications, attempts, holds."""

    name = "antiphon.publish"
