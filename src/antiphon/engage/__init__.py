"""What people answer.

A *message* is something that somebody wrote to us, below a live publication or straight to a
channel; a *cursor* remembers how far a channel has been heard. Hearing may be repeated and may
come in any order: the rows end the same.
"""
