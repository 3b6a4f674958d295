"""The map of pages, in the order of the loop."""

from django.urls import include, path

from antiphon.web.pages.approvals import urls as approvals
from antiphon.web.pages.audiences import urls as audiences
from antiphon.web.pages.calendar import urls as calendar
from antiphon.web.pages.campaigns import urls as campaigns
from antiphon.web.pages.channels import urls as channels
from antiphon.web.pages.compose import urls as compose
from antiphon.web.pages.connect import urls as connect
from antiphon.web.pages.feed import urls as feed
from antiphon.web.pages.feeds import urls as feeds
from antiphon.web.pages.file import arrivals, lent
from antiphon.web.pages.file import views as file
from antiphon.web.pages.find import views as find
from antiphon.web.pages.holds import urls as holds
from antiphon.web.pages.home import urls as home
from antiphon.web.pages.home import views as arriving
from antiphon.web.pages.hooks import urls as hooks
from antiphon.web.pages.imports import urls as imports
from antiphon.web.pages.keys import urls as keys
from antiphon.web.pages.library import urls as library
from antiphon.web.pages.me import urls as me
from antiphon.web.pages.more import views as more
from antiphon.web.pages.notices import urls as notices
from antiphon.web.pages.outside import calendar as outside_calendar
from antiphon.web.pages.outside import files as outside_files
from antiphon.web.pages.outside import review as outside_review
from antiphon.web.pages.outsiders import urls as outsiders
from antiphon.web.pages.patterns import views as patterns
from antiphon.web.pages.people import urls as people
from antiphon.web.pages.publication import urls as publication
from antiphon.web.pages.queue import urls as queue
from antiphon.web.pages.settings import urls as settings
from antiphon.web.pages.sharing import urls as sharing
from antiphon.web.pages.short_link import views as short_link
from antiphon.web.pages.trail import urls as trail
from antiphon.web.pages.welcome import beginning
from antiphon.web.pages.welcome import urls as welcome
from antiphon.web.undo import views as undo

# Every page of a workspace names it in its address: two clients in two tabs never mix.
in_a_workspace = [
    *home.places,
    path("find", find.find, name="find"),
    path("files", arrivals.files, name="files"),
    path("files/<uuid:pk>", file.file, name="file"),
    path("files/<uuid:pk>/<slug:rendition>", file.file, name="file_made"),
    path("uploads", arrivals.uploads, name="uploads"),
    path("uploads/<uuid:pk>", arrivals.upload, name="upload"),
    path("undo/<str:token>", undo.undo, name="undo"),
    *welcome.places,
    *notices.places,
    path("more", more.more, name="more"),
    *compose.places,
    *connect.places,
    *channels.places,
    *calendar.places,
    *imports.places,
    *queue.places,
    *approvals.places,
    *publication.places,
    *holds.places,
    *sharing.places,
    *audiences.places,
    *campaigns.places,
    *hooks.places,
    *feeds.places,
    *keys.places,
    *library.places,
    *me.places,
    *outsiders.places,
    *people.places,
    *settings.places,
    *trail.places,
]

urlpatterns = [
    path("", arriving.first, name="first"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("w/<slug:workspace>/", include(in_a_workspace)),
    path("workspaces/new", beginning.begin, name="begin"),
    *connect.fixed,
    path("s/files/<str:signed>", outside_files.file, name="outside_file"),
    path("s/<str:token>/", outside_calendar.month, name="outside_calendar"),
    path("s/<str:token>.ics", outside_calendar.subscription, name="outside_subscription"),
    path("r/<str:token>/", outside_review.review, name="outside_review"),
    path("lent/<str:signed>/<str:name>", lent.lent, name="lent_file"),
    path("l/<str:code>", short_link.follow, name="short_link"),
    *feed.fixed,
]
