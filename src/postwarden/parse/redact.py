"""Which parts of a raw log line are passwords, and must not leave the machine in a report?

A line may be cut anywhere, wrapped by a shipper or lie in JSON, so nothing rests on what stands around a secret: what
follows its opening words is cut out to the end of the line. The words are those of the formats of parse/formats
that go to the table `secret`, and some that Dovecot's debug log adds.
"""

from __future__ import annotations

import re

CUT = "[cut out by postwarden]"

_MECHANISM = r"(?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|NTLM|GSSAPI|EXTERNAL|ANONYMOUS|CRAM-MD5|DIGEST-MD5|SCRAM-[A-Z0-9-]+)"
_SHOWN = r"(?:Read|Write) [0-9]+ chars: |[<>] [^ ]+\](?::[0-9]+)?: "
# What a session says in one word, and is no answer to `334 `: commands, replies.
_VERB = r"(?:QUIT|DATA|RSET|NOOP|STARTTLS|HELP|EHLO|HELO|VRFY|EXPN|TURN|AUTH|\*|\.|[0-9]{3})(?:-[^ ]*)?(?:\?\?.*)?"

_OPENINGS = (
    r"given password: ",  # Dovecot, auth_verbose_passwords
    r"init_response ",  # Postfix, smtpd -v, and so on down to the relay's own password
    r"decoded (?:initial )?response:? ",
    r"uncoded (?:initial reply:|client response) ",
    r"xsasl_cyrus_client_get_passwd: ",
    r"SASL authentication pass: ",
    r"(?:smtp|lmtp)_sasl_password_maps: .*? = ",
    r"user `[^']*' pass `",
    r"(?:\b|#011)resp=(?!<hidden>)",  # Dovecot, auth_debug_passwords
    r"\bclient in: CONT(?:#011|\t)[0-9]+(?:#011|\t)(?!<hidden>)",
    r"(?:\b|#011)pass(?:word)?=(?!<hidden>)",
    rf"(?<![0-9][ -])\b(?i:AUTH +{_MECHANISM}) +(?=[^ ])",
)
_OPENED = re.compile(rf"({'|'.join(_OPENINGS)}).+")
_COMPARED = re.compile(r"((?:^|[^\w-])[A-Z][A-Z0-9.-]*\().*\) != '.*")  # Dovecot: `PLAIN-MD5(guess) != 'hash'`
_ANSWER = re.compile(rf"({_SHOWN})(?!(?i:{_VERB})(?:$|[\"\]]))[^ ]+(?=$|[\"\]])")
_BYTES = re.compile(r'("MESSAGE" *: *)\[([0-9, ]+)\]')  # journald, where a message is no UTF-8


def redact(line: str) -> str:
    """The line with passwords, and the base64 that holds them, cut out."""
    line = _BYTES.sub(_redacted_bytes, line)
    line = _OPENED.sub(rf"\1{CUT}", line)
    line = _COMPARED.sub(rf"\1{CUT}", line)
    return _ANSWER.sub(rf"\1{CUT}", line)


def _redacted_bytes(match: re.Match[str]) -> str:
    numbers = [int(number) for number in match[2].split(",") if number.strip()]
    message = bytes(number for number in numbers if number < 256).decode("utf-8", "replace")
    return match[0] if redact(message) == message else f'{match[1]}"{CUT}"'
