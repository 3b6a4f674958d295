"""What is decided about a publication by one press of a button."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.problem import Problem
from antiphon.people.models import Member
from antiphon.publish import actions
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.models import Publication
from antiphon.web.answer import Done, onward
from antiphon.web.pages.publication.views import found, page
from antiphon.web.request import View, in_workspace
from antiphon.web.shown.addresses import web_address
from antiphon.web.undo.memory import remember

Deed = Callable[[HttpRequest, Member, Publication], Done]


def deed(do: Deed) -> View:
    """A view that does it to the publication of the address, and goes back to its page."""

    @require_POST
    @in_workspace
    def view(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
        row = found(by, pk)
        return onward(request, address(by, row), do(request, by, row))

    return view


def address(by: Member, row: Publication) -> str:
    """Where its page is."""
    return reverse("publication", args=[by.workspace.slug, row.pk])


@deed
def look(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """Look now, instead of at the next time."""
    actions.look_again(by, row)
    return Done(words=_("It is being looked for now."))


@require_POST
@in_workspace
def there(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """A person found it."""
    row, typed = found(by, pk), request.POST.get("url", "").strip()[:1000]
    if typed and not web_address(typed):
        say = _("That is no address of a page. Copy it from the browser, or leave it empty.")
        return page(request, by, row, wrong=[Problem(field="url", rule="malformed", say=say)])
    actions.say_it_is_there(by, row, url=typed)
    return onward(request, address(by, row), Done(words=_("Noted: it is live.")))


@deed
def again(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """A person did not find it: it is sent again."""
    actions.say_it_is_not_there(by, row)
    return Done(words=_("It is sent again in your name."))


@deed
def leave(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """A person did not find it, and it stays away."""
    actions.say_it_is_not_there(by, row, again=False)
    return Done(words=_("It stays away."))


@deed
def retry(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """The very same once more."""
    actions.retry(by, row)
    return Done(words=_("It is tried again now."))


@deed
def late(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """Although its hour has passed."""
    actions.send_late(by, row)
    return Done(words=_("It goes out now."))


@deed
def hand(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """A person finishes it."""
    actions.take_by_hand(by, row)
    return Done(words=_("In a moment everything is prepared for whoever finishes it."))


@deed
def itself(_request: HttpRequest, by: Member, row: Publication) -> Done:
    """Given back by who had it in hand."""
    actions.send_by_itself(by, row)
    return Done(words=_("It goes out by itself now."))


@deed
def cancel(request: HttpRequest, by: Member, row: Publication) -> Done:
    """It does not go out."""
    actions.cancel(by, row)
    undo = remember(request, by, "publication.cancel", id=str(row.pk))
    return Done(words=_("It will not go out."), undo=undo)


@require_POST
@in_workspace
def back(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """What was cancelled is planned again, as a publication of its own."""
    made = agenda.put_back(by, found(by, pk))
    done = Done(words=_("It is planned again, at its hour."))
    return onward(request, address(by, made), done)
