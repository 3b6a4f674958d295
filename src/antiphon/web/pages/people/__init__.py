"""Who is in the workspace, in which role, and who is invited."""
