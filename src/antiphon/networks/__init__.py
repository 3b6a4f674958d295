"""One folder for each network; nothing outside its folder names it."""
