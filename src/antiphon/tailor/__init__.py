"""How a post is told: on each channel, and to each audience."""
