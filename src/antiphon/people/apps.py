"""The stage as Django knows it."""

from django.apps import AppConfig


class People(AppConfig):
    """People, workspaces, roles, keys and the audit trail."""

    name = "antiphon.people"
