"""What the host signs with: who sits where, and who may open the board. The same at every host of a workshop.

The secret is random, made once for each workshop and kept with it in the hall; it is erased with it. What is signed
with it holds at every host on the same database, and after a host was stopped by force as well.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable

from coach.workshop.workshop import Workshop

_SHELF = "host"
_SETTING = "secret"
_TOKEN = re.compile(r"([0-9a-f]{1,64})\.([0-9a-f]{64})")
_SHORT = 24


class Keys:
    """Signs with the secret of one workshop."""

    def __init__(self, secret: str, read: Callable[[], str | None] | None = None) -> None:
        """Use a secret; `read` gives the one that is kept, for when another host made it at the same moment."""
        self._secret = bytes.fromhex(secret)
        self._read = read

    @classmethod
    def of(cls, workshop: Workshop) -> Keys:
        """Those of a workshop; its secret is made when there is none yet.

        Raises:
            WorkshopError: it cannot be kept (KEPT_NOT), or the workshop was erased (UNKNOWN).
        """
        store = workshop.hall.store(workshop.id, _SHELF)

        def read() -> str | None:
            return workshop.keeping(lambda: store.setting(_SETTING))

        if read() is None:
            workshop.keeping(lambda: store.set_setting(_SETTING, secrets.token_hex(32)))
        kept = read()
        assert kept is not None
        return cls(kept, read)

    @property
    def cookie(self) -> str:
        """The name of the cookie: another one for each workshop, so that two on one computer do not mix."""
        return f"coach_{self._signed('cookie')[:8]}"

    @property
    def board(self) -> str:
        """What the address of the board ends in; only the trainer has it."""
        return self._signed("board")[:_SHORT]

    def is_board(self, given: str) -> bool:
        """Whether this opens the board; takes as long when it does not."""
        return secrets.compare_digest(self.board.encode(), given[:200].encode())

    def token(self, seat_id: str) -> str:
        """What a browser keeps to come back to a seat."""
        return f"{seat_id}.{self._signed(f'seat {seat_id}')}"

    def seat_of(self, token: str) -> str | None:
        """The id of the seat of a token; None when it was not made here."""
        found = _TOKEN.fullmatch(token[:200])
        if found is None:
            return None
        seat, given = found.groups()
        if self._is_signed(seat, given) or (self._renewed() and self._is_signed(seat, given)):
            return seat
        return None

    def _is_signed(self, seat: str, given: str) -> bool:
        return secrets.compare_digest(self._signed(f"seat {seat}"), given)

    def _renewed(self) -> bool:
        kept = self._read() if self._read else None
        if kept is None or bytes.fromhex(kept) == self._secret:
            return False
        self._secret = bytes.fromhex(kept)
        return True

    def _signed(self, what: str) -> str:
        return hmac.new(self._secret, what.encode(), hashlib.sha256).hexdigest()
