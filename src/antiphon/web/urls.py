"""The map of pages, in the order of the loop."""

from django.urls import include, path

from antiphon.web.pages.connect import views as connect
from antiphon.web.pages.file import arrivals
from antiphon.web.pages.file import views as file
from antiphon.web.pages.find import views as find
from antiphon.web.pages.home import views as home
from antiphon.web.pages.short_link import views as short_link
from antiphon.web.undo import views as undo

# Every page of a workspace names it in its address: two clients in two tabs never mix.
in_a_workspace = [
    path("", home.home, name="home"),
    path("find", find.find, name="find"),
    path("files", arrivals.files, name="files"),
    path("files/<uuid:pk>", file.file, name="file"),
    path("files/<uuid:pk>/<slug:rendition>", file.file, name="file_made"),
    path("uploads", arrivals.uploads, name="uploads"),
    path("uploads/<uuid:pk>", arrivals.upload, name="upload"),
    path("undo/<str:token>", undo.undo, name="undo"),
]

urlpatterns = [
    path("", home.first, name="first"),
    path("w/<slug:workspace>/", include(in_a_workspace)),
    path("channels/connect", connect.connect, name="connect"),
    path("channels/back", connect.back, name="back"),
    path("channels/confirm", connect.confirm, name="confirm"),
    path("channels/<slug:key>/client-metadata.json", connect.document, name="client_document"),
    path("l/<str:code>", short_link.follow, name="short_link"),
]
