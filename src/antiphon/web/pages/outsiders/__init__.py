"""People without a seat: guests, and what secret links show."""
