"""Who works here, for whom, and what they did.

Nouns: person, workspace, member, invitation, API key, trail line. Verbs: found, invite, accept,
change a role, leave, make a key, revoke it, note. Promises: every row belongs to one workspace and
the database agrees; nobody gives more than they have; what was done is written down and chained.
"""
