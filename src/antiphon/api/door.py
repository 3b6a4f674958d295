"""All nouns of the door, in the order of the loop."""

from antiphon.api.core.door import Door
from antiphon.api.routers.answers import answers
from antiphon.api.routers.channels import accounts
from antiphon.api.routers.desk.agenda import agenda
from antiphon.api.routers.desk.campaigns import campaigns
from antiphon.api.routers.desk.labels import labels
from antiphon.api.routers.desk.notes import notes
from antiphon.api.routers.feeds import feeds
from antiphon.api.routers.holds import holds
from antiphon.api.routers.media import files
from antiphon.api.routers.networks import networks
from antiphon.api.routers.outsiders.links import links
from antiphon.api.routers.outsiders.tables import tables
from antiphon.api.routers.people import staff
from antiphon.api.routers.posts import posts
from antiphon.api.routers.publications import publications
from antiphon.api.routers.queue import queue
from antiphon.api.routers.tailoring import tailoring
from antiphon.api.routers.telling.events import events
from antiphon.api.routers.telling.hooks import hooks
from antiphon.api.routers.telling.notices import notices as bell
from antiphon.api.routers.workspace import workspace

DOOR = Door(
    workspace,
    staff,
    networks,
    accounts,
    files,
    campaigns,
    posts,
    labels,
    notes,
    tailoring,
    agenda,
    links,
    tables,
    queue,
    publications,
    holds,
    answers,
    feeds,
    events,
    hooks,
    bell,
)
