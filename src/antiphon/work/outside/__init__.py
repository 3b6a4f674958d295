"""What is seen from outside: our log, the headers of every answer, the health pages."""
