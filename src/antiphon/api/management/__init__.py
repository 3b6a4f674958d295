"""Commands of this door that others start by name."""
