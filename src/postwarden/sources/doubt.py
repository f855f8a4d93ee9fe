"""Is this a log at all? What is said when a source's first bytes look like something else."""

from __future__ import annotations

SIZE = 64 << 10
"""Bytes of the beginning that are looked at."""

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "is a ZIP archive: unpack it and name the files inside"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive: unpack it and name the files inside"),
    (b"\x04\x22\x4d\x18", "is packed with lz4: unpack it with `lz4 -d`"),
    (b"\x1f\x9d", "is packed with compress: unpack it with `gzip -d`"),
    (b"LZIP", "is packed with lzip: unpack it with `lzip -d`"),
    (b"LPKSHHRH", "is a file of the journal: pipe `journalctl --file FILE -o json --all` into postwarden, with `-`"),
    (b"\xff\xfe", "is UTF-16 text: convert it with `iconv -f UTF-16 -t UTF-8`"),
    (b"\xfe\xff", "is UTF-16 text: convert it with `iconv -f UTF-16 -t UTF-8`"),
)
_TAR = (257, b"ustar")
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\r\x1b"))


def doubt(head: bytes) -> str | None:
    """What is odd about the (unpacked) first bytes of a source; None when they look like text."""
    for signature, text in _FOREIGN:
        if head.startswith(signature):
            return text
    if head[_TAR[0] :].startswith(_TAR[1]):
        return "is a tar archive: unpack it and name the files inside"
    odd = len(head) - len(head.translate(None, _CONTROL)) + head.decode(errors="replace").count("\ufffd")
    return "looks like binary data: is this a log?" if odd > len(head) / 10 else None
