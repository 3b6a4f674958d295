"""The door for programs: everything that a page can do, as HTTP and JSON.

A route says what it asks of its caller's key (a line of the role table), takes a closed schema,
tells an action or asks a query, and answers a closed schema. How one is written stands in
``docs/reference/api.md``. The parts: ``core`` (what holds for every route), ``routers`` and
``schemas`` (one per noun).
"""
