"""What others pass on: feeds of our own, which anybody reads and a token's holder fills.

Read `models.py` for the nouns, `actions.py` for the verbs, `queries.py` for the questions and
`jobs.py` for what happens by itself.
"""
