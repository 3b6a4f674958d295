"""The addresses of publications."""

from django.urls import path

from antiphon.web.pages.publication import deeds, finishing, listing, mending, views

places = [
    path("publications/", listing.publications, name="publications"),
    path("publications/<uuid:pk>", views.one, name="publication"),
    path("publications/<uuid:pk>/now", views.now, name="publication_part"),
    path("publications/<uuid:pk>/came", views.came, name="publication_came_part"),
    path("publications/<uuid:pk>/look", deeds.look, name="publication_look"),
    path("publications/<uuid:pk>/there", deeds.there, name="publication_there"),
    path("publications/<uuid:pk>/again", deeds.again, name="publication_again"),
    path("publications/<uuid:pk>/leave", deeds.leave, name="publication_leave"),
    path("publications/<uuid:pk>/finish", finishing.finish, name="publication_finish"),
    path("publications/<uuid:pk>/hand", deeds.hand, name="publication_hand"),
    path("publications/<uuid:pk>/itself", deeds.itself, name="publication_itself"),
    path("publications/<uuid:pk>/retry", deeds.retry, name="publication_retry"),
    path("publications/<uuid:pk>/late", deeds.late, name="publication_late"),
    path("publications/<uuid:pk>/cancel", deeds.cancel, name="publication_cancel"),
    path("publications/<uuid:pk>/back", deeds.back, name="publication_back"),
    path("publications/<uuid:pk>/move", mending.move, name="publication_move"),
    path("publications/<uuid:pk>/mend", mending.mend, name="publication_mend"),
    path("publications/<uuid:pk>/anew", mending.anew, name="publication_anew"),
    path("publications/<uuid:pk>/edit", mending.edit, name="publication_edit"),
    path("publications/<uuid:pk>/withdraw", mending.withdraw, name="publication_withdraw"),
]
