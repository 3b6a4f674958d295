"""Opens files of strangers, in a process of its own: little memory, little time, no network.

Knows nothing of rows and settings: `python -m antiphon.media.child` reads one task as JSON, writes
one answer as JSON, and ends.
"""
