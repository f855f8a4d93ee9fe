"""Which accounts and lines do the tests of the forty known traps begin with?"""

from __future__ import annotations

CEO = "ceo@example.org"
BOB = "bob@example.org"
CLIENT = "AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob@example.org"
ACTIVE = "qmgr[9]: AFD0A29663D: from=<bob@example.org>, size=640, nrcpt=2 (queue active)"
FAILED = "smtpd[7]: warning: unknown[203.0.113.9]: SASL"
TAIL = "from=<a@example.com> to=<b@example.net> proto=ESMTP helo=<x>"
RESULT = "relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
