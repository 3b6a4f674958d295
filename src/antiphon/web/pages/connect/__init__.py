"""To a network and back: leaving, arriving, and saying which accounts are meant."""
