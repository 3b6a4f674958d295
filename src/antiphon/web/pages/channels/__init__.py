"""The accounts of a workspace: whether they may speak, how much, and to whom."""
