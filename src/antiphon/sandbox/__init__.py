"""The world outside: simulated networks, the people on them, and what can go wrong in between."""
