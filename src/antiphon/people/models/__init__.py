"""The nouns."""

from antiphon.people.models.api_key import ApiKey
from antiphon.people.models.call import CallMeter, KeptAnswer
from antiphon.people.models.guest import Guest
from antiphon.people.models.happening import Happening
from antiphon.people.models.invitation import Invitation
from antiphon.people.models.person import Person
from antiphon.people.models.sealing import SealedField, SealingKey
from antiphon.people.models.trail import TrailHead, TrailLine
from antiphon.people.models.workspace import (
    Approval,
    LatePolicy,
    Member,
    Owned,
    Role,
    WeekStart,
    Workspace,
)

__all__ = [
    "ApiKey",
    "Approval",
    "CallMeter",
    "Guest",
    "Happening",
    "Invitation",
    "KeptAnswer",
    "LatePolicy",
    "Member",
    "Owned",
    "Person",
    "Role",
    "SealedField",
    "SealingKey",
    "TrailHead",
    "TrailLine",
    "WeekStart",
    "Workspace",
]
