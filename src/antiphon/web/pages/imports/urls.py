"""The addresses of imports."""

from django.urls import path

from antiphon.web.pages.imports import steering, views

places = [
    path("imports/", views.imports, name="imports"),
    path("imports/new", steering.bring, name="imports_bring"),
    path("imports/<uuid:pk>", views.sheet, name="imports_one"),
    path("imports/<uuid:pk>/confirm", steering.confirm, name="imports_confirm"),
    path("imports/<uuid:pk>/stop", steering.stop, name="imports_stop"),
    path("imports/<uuid:pk>/forget", steering.forget, name="imports_forget"),
    path("imports/<uuid:pk>/wrong.csv", views.wrong, name="imports_wrong"),
]
