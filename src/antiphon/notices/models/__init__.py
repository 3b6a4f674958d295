"""The nouns."""

from antiphon.notices.models.hook import Delivery, Hook
from antiphon.notices.models.notice import Gathering, Letter, Notice, Preference, Sighting

__all__ = [
    "Delivery",
    "Gathering",
    "Hook",
    "Letter",
    "Notice",
    "Preference",
    "Sighting",
]
