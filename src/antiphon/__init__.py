"""Say it once; hear every answer.

Rows flow along the loop, imports point back along it:

    listen -> plan -> tailor -> publish -> engage | share -> measure -> learn
    doors:      web | api | cli          (they ask and tell, and never touch tables)
    ground:     channels | media, people, work
    below:      networks | sandbox, connect | stats, kernel      (no Django from here down)

Six rules of the house:

1. Rows flow down the loop, imports point back up it.
2. Doors import stages; nothing imports a door; doors do not know each other.
3. A network is named nowhere but in its own folder.
4. Only connect, networks and sandbox wait. One place starts an event loop.
5. Only actions write; doors never say ``.objects``.
6. Downstream pulls, upstream never pushes: no signals, no hooks, no event bus.

Words: ``docs/glossary.md``. Why: ``docs/decisions/``. Rules kept by ``tests/architecture``.
"""

__version__ = "0.1.0"
