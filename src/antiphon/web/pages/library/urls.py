"""Where the library is."""

from django.urls import path

from antiphon.web.pages.library import views

places = [
    path("library/<slug:shelf>/", views.library, name="library"),
    path("library/<slug:shelf>/<uuid:row>/change", views.change, name="library_change"),
    path("library/<slug:shelf>/<uuid:row>/remove", views.remove, name="library_remove"),
    path("library/<slug:shelf>/<uuid:row>/deed", views.deed, name="library_deed"),
]
