"""The bell: what happened that a member should know, failures first."""
