"""Files in and out: read within bounds, written whole or not at all. Knows nothing of what the files hold."""
