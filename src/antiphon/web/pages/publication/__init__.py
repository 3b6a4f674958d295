"""One publication with its whole story, and all of them as a list that can be walked."""
