"""The stage as Django knows it."""

from django.apps import AppConfig


class Plan(AppConfig):
    """Posts, campaigns, slots, reviews."""

    name = "antiphon.plan"
