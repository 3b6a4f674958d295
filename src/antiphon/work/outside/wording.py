"""Table: what a refused request is told, in words: what is so, then what can be done."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]

BY_STATUS: dict[int, Words] = {
    400: (
        _("This request cannot be read"),
        _("Something in it is not as it must be. Go back and try it once more."),
    ),
    403: (
        _("This is not for you"),
        _("Your role here does not allow it. An owner of the workspace can say more."),
    ),
    404: (
        _("There is nothing here"),
        _("It was removed, was never here, or belongs to a workspace that you are not in."),
    ),
    413: (
        _("That is too much at once"),
        _("Nothing of it was kept. Make it shorter, or upload it as a file."),
    ),
    429: (
        _("That was too often"),
        _("Wait a few minutes, then try again. Nothing is lost."),
    ),
    500: (
        _("Something went wrong here"),
        _("It is our fault, and it is written down. What you sent was not half done."),
    ),
    503: (
        _("This takes longer than it may"),
        _("Nothing was changed. Ask for less, or try again in a minute."),
    ),
}
BY_RULE: dict[str, Words] = {
    "foreign_origin": (
        _("This came from another site"),
        _("Nothing was changed. Open the page here and do it again."),
    ),
    "form": (
        _("This form has grown old"),
        _("Nothing was changed. Load the page again, then send it once more."),
    ),
    "away": (
        _("The database does not answer"),
        _("Nothing was changed. Load the page again in a minute."),
    ),
}


def words(status: int, rule: str = "") -> tuple[str, str]:
    """What is so, and what can be done."""
    title, detail = BY_RULE.get(rule) or BY_STATUS[status]
    return str(title), str(detail)
