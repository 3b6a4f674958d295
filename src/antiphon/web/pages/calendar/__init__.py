"""The calendar: month, week and list; moving, notes, filters, and what leaves it."""
