"""Where people and roles are."""

from django.urls import path

from antiphon.web.pages.people import deeds, views

places = [
    path("people/", views.people, name="people"),
    path("people/roles", views.roles, name="people_roles"),
    path("people/invite", deeds.invite, name="people_invite"),
    path("people/invitations/<uuid:invitation>/revoke", deeds.revoke, name="people_revoke"),
    path("people/<uuid:member>/role", deeds.role, name="people_role"),
    path("people/<uuid:member>/owner", deeds.owner, name="people_owner"),
    path("people/<uuid:member>/remove", deeds.remove, name="people_remove"),
    path("people/leave", deeds.leave, name="people_leave"),
]
