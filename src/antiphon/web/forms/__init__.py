"""What can be typed into a page: a closed list of fields, read at once, shown again if refused."""

from antiphon.web.forms.fields import Field, Form, filled
from antiphon.web.forms.reading import Again, kept

__all__ = ["Again", "Field", "Form", "filled", "kept"]
