"""What we want to say, when, and whether we may."""
