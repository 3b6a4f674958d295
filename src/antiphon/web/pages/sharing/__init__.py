"""Secret links that show the calendar to people outside."""
