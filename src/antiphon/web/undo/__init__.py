"""The way back: what was just done is kept for a while, and undone by one POST."""
