"""One suite of promises that every network keeps at its own simulator."""
