"""How things that pages show look: states, names, texts, times."""
