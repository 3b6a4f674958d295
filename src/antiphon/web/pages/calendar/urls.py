"""The addresses of the calendar."""

from django.urls import path

from antiphon.web.pages.calendar import exporting, moving, notes, views

places = [
    path("calendar/", views.month, name="calendar"),
    path("calendar/week", views.week, name="calendar_week"),
    path("calendar/list", views.listed, name="calendar_list"),
    path("calendar/move", moving.move, name="calendar_move"),
    path("calendar/notes", notes.notes, name="calendar_notes"),
    path("calendar/export.<slug:form>", exporting.export, name="calendar_export"),
]
