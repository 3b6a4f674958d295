"""What waits for a word: seen, held against what was agreed on before, and answered."""
