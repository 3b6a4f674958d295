"""The queue of a channel: what goes out next, in which order, and its weekly times."""
