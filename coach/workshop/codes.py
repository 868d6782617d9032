"""Codes that people read from a screen and type over: no letters and digits that look alike, no small and large."""

from __future__ import annotations

import hashlib
import re
import secrets

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
JOIN_SIGNS = 8
"""Signs of a join code: about 39 bits, enough for a workshop of a day whose door counts wrong tries."""
PERSONAL_SIGNS = 16
"""Signs of a personal code: about 78 bits, so that nobody finds another's by trying."""


def new(signs: int) -> str:
    """A new code, without dashes."""
    return "".join(secrets.choice(_SIGNS) for _sign in range(signs))


def shown(code: str) -> str:
    """A code in groups of four, as it is shown and typed over."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def read(typed: str) -> str:
    """What was typed as the code it stands for: dashes, spaces and small letters do not matter."""
    return re.sub(r"[\s\-–—_.]", "", typed[:200]).upper()


def seal(workshop_id: str, code: str) -> str:
    """What is kept of a personal code: enough to recognise it, nothing to read it from."""
    return hashlib.blake2b(read(code).encode(), key=workshop_id.encode()[:64], digest_size=32).hexdigest()


def same(sealed: str, workshop_id: str, typed: str) -> bool:
    """Whether what was typed is the code that was sealed; takes as long when it is not."""
    return secrets.compare_digest(sealed, seal(workshop_id, typed))
