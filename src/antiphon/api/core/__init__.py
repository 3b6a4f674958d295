"""What holds for every route: who speaks, how much, in which words, and what is answered."""
