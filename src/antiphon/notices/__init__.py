"""What is told to people and to programs of what happened; it pulls, and nobody pushes to it.

Happening (told by the database)  ->  Notice   to a member, on the bell and by mail
                                  ->  Delivery to an address, signed and in order
                                  ->  a stream that a program reads on from where it was
"""
