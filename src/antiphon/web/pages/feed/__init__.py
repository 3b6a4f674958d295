"""Our feeds for everybody who reads them, and the door for whoever fills them."""
