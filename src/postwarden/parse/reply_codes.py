"""What do the codes mean with which mail servers answer: three digits (RFC 5321) and x.y.z (RFC 3463)?

Beyond the RFCs the registry of IANA counts: "SMTP Enhanced Status Codes".
"""

from __future__ import annotations

import re

_REPLY = re.compile(
    r"(?:^|(?:said|me|server|with): |(?<=: )|(?<=\()|(?<=> ))"
    r"([2-5][0-9]{2})(?:[ -]([245]\.[0-9]{1,3}\.[0-9]{1,3})\b|(?=[ -][^ ]))"
)
_DSN = re.compile(r"(?:, dsn=|: |^)([245]\.[0-9]{1,3}\.[0-9]{1,3})(?=[, ])")
MOST = 4  # codes of one line; a stranger may write more

_CLASSES = {"2": "it worked", "3": "go on", "4": "not now, it is tried again", "5": "no, for good"}

REPLIES = {
    "211": "the server's state, or its help",
    "214": "help",
    "220": "the server greets, or is ready for encryption",
    "221": "the server says goodbye",
    "235": "the login worked",
    "250": "done",
    "251": "the recipient is elsewhere, and the mail is passed on",
    "252": "the address was not tested, but mail for it is taken",
    "334": "the server asks for name or password",
    "354": "the mail itself may be sent now",
    "421": "the server is busy or closes the connection",
    "432": "the password has to be changed first",
    "450": "not now: the mailbox or sender is not available at the moment",
    "451": "not now: something inside the server failed",
    "452": "not now: too little room, or too many recipients",
    "454": "not now: login or encryption is not available at the moment",
    "455": "not now: the server cannot take these parameters",
    "500": "the command was not understood",
    "501": "the command's arguments were not understood",
    "502": "the server does not know this command",
    "503": "the commands come in the wrong order, or a login has to come first",
    "504": "the server does not know this parameter, or name is not complete",
    "521": "this server takes no mail at all",
    "523": "the mail is too large",
    "525": "the account may not log in",
    "530": "a login or encryption has to come first",
    "534": "this way to log in is too weak",
    "535": "name or password is wrong",
    "538": "this way to log in needs encryption",
    "550": "refused: the mailbox does not exist, or a rule forbids it",
    "551": "the recipient is not here",
    "552": "refused: the mailbox or the mail is too large",
    "553": "refused: the address is not allowed",
    "554": "refused",
    "555": "the server does not know these parameters",
    "556": "the domain takes no mail",
}

SUBJECTS = {
    "0": "no further reason",
    "1": "something is wrong with the address",
    "2": "something is wrong with the mailbox",
    "3": "something is wrong with the mail server itself",
    "4": "something is wrong with the network or the route",
    "5": "the two servers did not understand each other",
    "6": "something is wrong with the form of the mail",
    "7": "a rule or safety measure forbids it",
}

DETAILS = {
    "1.0": "something is wrong with the address",
    "1.1": "the mailbox does not exist",
    "1.2": "the domain does not exist, or takes no mail",
    "1.3": "the address is written wrongly",
    "1.4": "the address is not unique",
    "1.5": "the recipient's address is fine",
    "1.6": "the mailbox has moved and left no address",
    "1.7": "the sender's address is written wrongly",
    "1.8": "the sender's domain does not exist, or takes no mail",
    "1.9": "the mail was passed to a server that tells nothing back",
    "1.10": "the recipient's domain says that it takes no mail (null MX)",
    "2.0": "something is wrong with the mailbox",
    "2.1": "the mailbox is switched off",
    "2.2": "the mailbox is full",
    "2.3": "the mail is too large for this mailbox",
    "2.4": "the mailing list could not be taken apart",
    "3.0": "something is wrong with the mail server itself",
    "3.1": "the mail server's disk is full",
    "3.2": "the mail server takes no mail at the moment",
    "3.3": "the mail server lacks something that the mail needs",
    "3.4": "the mail is too large for the server",
    "3.5": "the mail server is set up wrongly",
    "4.0": "something is wrong with the network",
    "4.1": "the other server did not answer",
    "4.2": "the connection broke",
    "4.3": "the DNS or a directory did not answer",
    "4.4": "no way to the other server is known",
    "4.5": "too much mail at once",
    "4.6": "the mail runs in a circle",
    "4.7": "it took too long",
    "5.0": "the two servers did not understand each other",
    "5.1": "the command is not allowed here",
    "5.2": "the command was not understood",
    "5.3": "too many recipients",
    "5.4": "the command's arguments were not understood",
    "5.5": "another version of the protocol is needed",
    "5.6": "the answer was too long",
    "6.0": "something is wrong with the form of the mail",
    "6.1": "this kind of content is not taken",
    "6.2": "the content would have to be changed, which is forbidden",
    "6.3": "the content would have to be changed, which is not possible",
    "6.6": "the content cannot be read",
    "6.7": "addresses with letters beyond ASCII are not taken",
    "7.0": "a rule or safety measure forbids it",
    "7.1": "not allowed: the server does not want this mail or this sender",
    "7.2": "this sender may not write to the list",
    "7.3": "it would have to be decrypted or encrypted again, which is not possible",
    "7.4": "the safety measure is not known there",
    "7.7": "the mail was changed on its way",
    "7.8": "name or password is wrong",
    "7.9": "this way to log in is too weak",
    "7.10": "encryption is needed first",
    "7.11": "this way to log in needs encryption",
    "7.12": "the password has to be changed first",
    "7.13": "the account is switched off",
    "7.14": "the server that should be trusted is not",
    "7.15": "the priority is too low",
    "7.16": "the mail is too large for its priority",
    "7.17": "the mailbox has another owner since",
    "7.18": "the domain has another owner since",
    "7.20": "no DKIM signature passed",
    "7.21": "no DKIM signature is good enough",
    "7.22": "the DKIM signature is not that of the author",
    "7.23": "the sender's domain does not allow this server to send for it (SPF)",
    "7.24": "the sender's domain could not be asked who may send for it (SPF)",
    "7.25": "the sending server's address has no name in the DNS",
    "7.26": "neither SPF nor DKIM says that the sender is who he claims to be",
    "7.27": "the sender's domain takes no mail itself (null MX)",
    "7.28": "too much mail came from there",
    "7.29": "the chain of seals (ARC) is broken",
    "7.30": "encryption is asked for on the whole way (REQUIRETLS), and not offered",
}


PROMPTS = {
    "VXNlcm5hbWU6": "base64 of “Username:”, what the server had asked for last; no secret",
    "UGFzc3dvcmQ6": "base64 of “Password:”, what the server had asked for last; no secret",
}


def codes_in(text: str) -> tuple[str, ...]:
    """The codes of replies that stand in a log line, in their order, and prompts."""
    found = {prompt: None for prompt in PROMPTS if f": {prompt}" in text}
    for match in _REPLY.finditer(text):
        found |= dict.fromkeys(code for code in match.groups() if code)
    found |= dict.fromkeys(_DSN.findall(text))
    return tuple(found)[:MOST]


def code_meaning(code: str) -> str:
    """One code in plain words."""
    if code in PROMPTS:
        return PROMPTS[code]
    if "." not in code:
        return REPLIES.get(code, _CLASSES[code[0]])
    kind, _, detail = code.partition(".")
    if detail == "0.0":
        return _CLASSES[kind]
    words = DETAILS.get(detail) or SUBJECTS.get(detail.partition(".")[0], "a reason that is not in the standard")
    return f"{_CLASSES[kind]}: {words}"
