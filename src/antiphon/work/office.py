"""This process's post office, for the stages from here on."""

from antiphon.work.outside.office import office

__all__ = ["office"]
