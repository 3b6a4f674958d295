"""Every part in every state, on one page."""
