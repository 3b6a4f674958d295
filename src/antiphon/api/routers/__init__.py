"""The routes, one module per noun: each takes a schema, tells an action, answers a schema."""
