"""``python -m pegbar.cli`` is ``pegbar``."""

from pegbar.cli.main import main

main()
