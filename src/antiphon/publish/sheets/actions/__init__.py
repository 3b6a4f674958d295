"""What can be done; writes the rows of tables that come in."""

from antiphon.publish.sheets.actions.making import make_rows
from antiphon.publish.sheets.actions.reading import read_rows, take_in_table
from antiphon.publish.sheets.actions.steering import confirm, drop_table, stop

__all__ = ["confirm", "drop_table", "make_rows", "read_rows", "stop", "take_in_table"]
