"""The process with the microphone: `python -m coach.live.sound.capture [NAME]`. It tells `Notice`s, one a line.

In a process of its own, since sound libraries print to the terminal, and may fall over when a device is pulled out:
the program beside the call must not. It ends as soon as its standard input ends, so that no microphone stays on when
the program is gone. It writes no file and opens no connection: both are refused.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

from coach.live.sound.ear import Ear
from coach.live.sound.notice import Notice
from coach.live.sound.source import Device, Source
from coach.live.sound.voice import Detector, silero

_CONNECTIONS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "urllib.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class Shut(Exception):
    """Something tried to write a file or to reach another computer."""


def shut() -> None:
    """From now on no file is written, and no connection opened, by any Python code in this process."""
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, given: tuple[object, ...]) -> None:
    if event.startswith(_CONNECTIONS):
        raise Shut(event)
    if event == "open":
        path, _mode, flags = given
        if isinstance(flags, int) and flags & _WRITING and path != os.devnull:
            raise Shut(event)


def listen(source: Source, make: Callable[[], Detector] = silero) -> None:
    """Listen and tell on standard output, until standard input ends."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    stop = threading.Event()
    try:
        Ear(source, _teller(stop), detector=make).run(stop)
    finally:
        # Closing a device that is gone can take for ever in some sound libraries.
        os._exit(0)


def _teller(stop: threading.Event) -> Callable[[Notice], None]:
    def tell(told: Notice) -> None:
        try:
            sys.stdout.write(told.line())
            sys.stdout.flush()
        except OSError:
            stop.set()

    return tell


def _end_with_input() -> None:
    while sys.stdin.buffer.read(1):
        pass
    # At once: the system closes the device, and nothing here has to be put away.
    os._exit(0)


def main() -> None:
    """Listen to the microphone named on the command line, or else to the computer's own choice."""
    name = sys.argv[1] if len(sys.argv) > 1 else None
    shut()
    listen(Device(name))


if __name__ == "__main__":
    main()
