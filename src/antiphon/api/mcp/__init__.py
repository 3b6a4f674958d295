"""The door for agents: each route of the API is a tool, under the same key and the same rules.

The protocol is the official kit's, in both its eras, without sessions. A tool call becomes a call
of the API inside this process; there is no second way to anything, and no identity of its own (X2).
What changes something takes two steps: the first shows it, the second confirms just that (X1).
"""
