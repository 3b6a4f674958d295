"""Files of a workspace: shown to its members, and taken in from them whole or in pieces."""
