"""Ghost: every self-hosted or hosted site that serves the Admin API of versions 5 and 6.

The key is an everyday word.
"""

from antiphon.connect.network import Network
from antiphon.networks.ghost.rules import GHOST

NETWORK: Network = GHOST
