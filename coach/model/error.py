"""What the doors to models on this computer raise."""

from __future__ import annotations


class ModelError(Exception):
    """A model cannot be chosen, read or fetched; the message is for the user, in the user's language."""
