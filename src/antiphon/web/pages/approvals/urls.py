"""The addresses of approvals."""

from django.urls import path

from antiphon.web.pages.approvals import deeds, inviting, views

places = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<uuid:pk>", views.one, name="approvals_one"),
    path("approvals/<uuid:pk>/case", views.case, name="approvals_part"),
    path("approvals/<uuid:pk>/approve", deeds.approve, name="approvals_approve"),
    path("approvals/<uuid:pk>/return", deeds.give_back, name="approvals_return"),
    path("approvals/<uuid:pk>/say", deeds.say, name="approvals_say"),
    path("approvals/<uuid:pk>/ask", inviting.ask, name="approvals_ask"),
    path("approvals/<uuid:pk>/invite", inviting.invite, name="approvals_invite"),
    path("approvals/links/<uuid:pk>/revoke", inviting.revoke, name="approvals_revoke"),
]
