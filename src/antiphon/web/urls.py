"""The map of pages, in the order of the loop."""

from django.urls import path

from antiphon.web.pages.connect import views as connect
from antiphon.web.pages.home import views as home
from antiphon.web.pages.short_link import views as short_link

urlpatterns = [
    path("", home.home, name="home"),
    path("channels/connect", connect.connect, name="connect"),
    path("channels/back", connect.back, name="back"),
    path("channels/confirm", connect.confirm, name="confirm"),
    path("channels/<slug:key>/client-metadata.json", connect.document, name="client_document"),
    path("l/<str:code>", short_link.follow, name="short_link"),
]
