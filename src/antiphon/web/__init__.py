"""The door for people with a browser: it asks and tells, and never touches tables."""
