"""Which log do the tests of one source read, and how? 3,000 lines of mails that leave the queue."""

from __future__ import annotations

from collections.abc import Callable

from postwarden.sources.reading import Reading

Opener = Callable[..., Reading]
TEXT = b"".join(b"Nov 20 23:26:59 mail postfix/qmgr[210]: 10%08X: removed\n" % number for number in range(3000))


def read(reading: Reading) -> bytes:
    return b"".join(reading.blocks())
