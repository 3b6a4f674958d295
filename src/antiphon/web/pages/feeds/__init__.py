"""The feeds of a workspace: made, given another token, closed."""
