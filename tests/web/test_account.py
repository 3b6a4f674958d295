"""The pages of signing in answer everybody, tell strangers nothing, and lead nowhere else."""

import time
from statistics import median

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import builders as a
from tests.web.conftest import stays_here
from tests.web.routes import Route, routes

pytestmark = pytest.mark.django_db
WORDS = "a-long-word-8372-of-hers"
ABOUT = [route for route in routes() if route.path.startswith("accounts/")]
each = pytest.mark.parametrize("route", ABOUT, ids=str)


@pytest.fixture(autouse=True)
def nothing_tried() -> None:
    """Nobody has tried anything yet."""
    cache.clear()


@pytest.mark.promise("I6", "S15")
@each
@pytest.mark.parametrize("who", ["somebody", "nobody"])
def test_every_page_answers_and_runs_nothing_of_its_own(route: Route, who: str) -> None:
    client = Client()
    if who == "somebody":
        client.force_login(a.member(person=a.person(password=None)).person)
    path = filled(route)
    told = client.get(path)
    posted = client.post(path, {"email": "\x00", "login": "\u202e", "password": "x" * 9_999})

    assert max(told.status_code, posted.status_code) < 500
    words = told.content.decode() if "html" in told.headers.get("Content-Type", "") else ""
    assert " style=" not in words
    assert "<style" not in words
    assert "onclick" not in words


WANTED = {"(?P<uidb36>[0-9A-Za-z]+)": "x", "(?P<key>.+)": "y", "(?P<key>[-:\\w]+)": "y",
          "<int:pk>": "1", "^": "", "$": ""}  # fmt: skip


def filled(route: Route) -> str:
    """Its address, with values for what it wants to know."""
    path = route.at("")
    for what, value in WANTED.items():
        path = path.replace(what, value)
    return path.replace("\\", "")


VECTORS = ["//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example",
           "javascript:alert(1)", "\t//evil.example", "http://evil\\@here", "///evil.example",
           "https://testserver@evil.example/", "\x00//evil.example"]  # fmt: skip


@pytest.mark.promise("S24", "L1")
@pytest.mark.parametrize("next", VECTORS)
@pytest.mark.parametrize("path", ["login/", "logout/", "reauthenticate/"])
def test_no_form_leads_elsewhere(path: str, next: str) -> None:
    person = a.member(person=a.person(password=WORDS)).person
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    client = Client()
    if path != "login/":
        client.force_login(person)
    form = {"login": person.email, "password": WORDS, "next": next}
    answer = client.post(f"/accounts/{path}", form, query_params={"next": next})

    assert stays_here(answer.headers.get("Location", "/"))
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.promise("S12")
def test_guessing_from_a_thousand_forged_addresses_is_one_guesser() -> None:
    person = a.person(password=WORDS)
    answers = []
    for number in range(12):
        forged = f"203.0.113.{number}"
        headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"}
        form = {"login": person.email, "password": f"wrong-{number}"}
        answers.append(Client().post("/accounts/login/", form, headers=headers))
    right = Client().post("/accounts/login/", {"login": person.email, "password": WORDS})

    assert b"Too many failed" in answers[-1].content or answers[-1].status_code == 429
    assert right.status_code in {200, 429}


@pytest.mark.promise("S12")
@pytest.mark.parametrize("word", ["password1234", "qwertyuiop12", "123456789012", "iloveyou1234"])
def test_a_password_that_everybody_tries_is_refused(word: str) -> None:
    client = Client()
    client.force_login(a.person(password=WORDS))
    form = {"oldpassword": WORDS, "password1": word, "password2": word}

    assert client.post("/accounts/password/change/", form).status_code == 200


@pytest.mark.promise("S37")
def test_a_reset_tells_nobody_who_has_an_account() -> None:
    known = a.person(password=WORDS).email
    told = [Client().post("/accounts/password/reset/", {"email": email})
            for email in (known, "nobody@example.org")]  # fmt: skip

    assert told[0].status_code == told[1].status_code == 302
    assert told[0].headers["Location"] == told[1].headers["Location"]
    assert len(mail.outbox) <= 2


@pytest.mark.promise("S37")
def test_an_unknown_address_takes_as_long_as_a_wrong_password() -> None:
    known = a.person(password=WORDS).email

    def took(email: str) -> float:
        cache.clear()
        begun = time.perf_counter()
        Client().post("/accounts/login/", {"login": email, "password": "wrong"})
        return time.perf_counter() - begun

    times = [(took(known), took("nobody@example.org")) for _ in range(7)]
    first, second = median(one for one, _ in times), median(two for _, two in times)
    assert 0.4 < first / second < 2.5
