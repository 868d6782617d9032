"""What the command line offers, a module for each family; what a command does stands in `coach.cli`."""

from __future__ import annotations

from coach.cli.wording import use_catalogue

# Click names files and folders in the user's language at the moment that an option is declared.
use_catalogue()
