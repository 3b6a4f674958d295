"""The nouns."""

from antiphon.notices.models.hook import Delivery, Hook

__all__ = ["Delivery", "Hook"]
