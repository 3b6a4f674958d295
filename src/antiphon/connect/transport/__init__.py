"""How bytes travel: the door, the guard at the socket, the pace, bodies and answers."""
