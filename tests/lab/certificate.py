"""How does the server prove who it is? It does not really: its certificate is self-signed."""

from __future__ import annotations

from pathlib import Path

from lab.place import Place
from lab.setup import HOST


def certificate(place: Place) -> Path:
    """A self-signed certificate and its key, in one file."""
    pem, key = place.folder / "server.pem", ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    parts = f"{place.inner}/key.pem", f"{place.inner}/certificate.pem"
    place.run(
        "openssl", "req", "-x509", *key, "-days", "3650", "-subj", f"/CN={HOST}", "-keyout", parts[0], "-out", parts[1]
    )
    pem.write_text("".join((place.folder / Path(part).name).read_text() for part in parts))
    return pem
