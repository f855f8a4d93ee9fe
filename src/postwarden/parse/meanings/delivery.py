"""What do lines mean that tell how the delivery of a mail ended, or why it did not?"""

from __future__ import annotations

from postwarden.model.meaning import Meaning, act, look, ordinary

_BLOCKED_ADVICE = (
    "Your server's address has a bad name there: an account may be sending spam. Run `postwarden check`,"
    " end it, then ask"
    " to be taken off the list."
)
_BLOCKED = act(
    "the other server refused the mail because it takes it, or this server, for a source of spam", _BLOCKED_ADVICE
)
_SLOWED = look("the other server takes mail from this one only slowly, or not now, as too much came", _BLOCKED_ADVICE)
_NO_USER = ordinary(
    "the mail came back: the address does not exist there",
    "A spelling mistake. Many of one sender: a stolen account sends to a bought list. `postwarden check`.",
)
_FULL = ordinary("the recipient's mailbox is full")
_UNREACHABLE = look(
    "the other server could not be reached; Postfix tries again by itself",
    "One domain: wait. All domains: look at your own network, DNS and firewall (port 25 out).",
)
_NO_HOST = ordinary("the domain of the recipient does not exist, or takes no mail", "A spelling mistake, most often.")
_GREYLISTED = ordinary("the other server asks to try again later (greylisting); Postfix does so by itself")
_TLS = look(
    "encryption with the other server was asked for and did not work",
    "See smtp_tls_security_level and smtp_tls_policy_maps for that domain.",
)
_LOGIN = act(
    "this server could not log in to the one that it sends its mail through",
    "Look at name and password in smtp_sasl_password_maps, then: postmap FILE && postfix reload",
)
_LOOP = act(
    "the mail would be sent in a circle: this server is named for a domain that it does not know as its own",
    "Put the domain into mydestination, virtual_mailbox_domains or relay_domains, or mend its MX record.",
)
_LOCAL = act(
    "a program or mailbox on this machine failed",
    "The reason in brackets says which: a full disk, missing rights, a filter that is down.",
)

_REASONS: tuple[tuple[str, Meaning], ...] = (
    ("reylist", _GREYLISTED),
    ("blocked using", _BLOCKED),
    ("spamhaus", _BLOCKED),
    ("Spamhaus", _BLOCKED),
    ("blacklist", _BLOCKED),
    ("blocklist", _BLOCKED),
    ("block list", _BLOCKED),
    ("poor reputation", _BLOCKED),
    ("bad reputation", _BLOCKED),
    ("low reputation", _BLOCKED),
    ("unsolicited", _BLOCKED),
    ("likely spam", _BLOCKED),
    ("rate limited", _SLOWED),
    ("too many messages", _SLOWED),
    ("unusual rate", _SLOWED),
    ("temporarily deferred", _SLOWED),
    ("ser unknown", _NO_USER),
    ("o such user", _NO_USER),
    ("oes not exist", _NO_USER),
    ("unknown user", _NO_USER),
    ("ailbox unavailable", _NO_USER),
    ("over quota", _FULL),
    ("uota exceeded", _FULL),
    ("ailbox full", _FULL),
    ("ailbox is full", _FULL),
    ("timed out", _UNREACHABLE),
    ("Connection refused", _UNREACHABLE),
    ("o route to host", _UNREACHABLE),
    ("etwork is unreachable", _UNREACHABLE),
    ("lost connection", _UNREACHABLE),
    ("Host or domain name not found", _NO_HOST),
    ("does not accept mail", _NO_HOST),
    ("nullMX", _NO_HOST),
    ("loops back to myself", _LOOP),
    ("authentication failed", _LOGIN),
    ("TLS", _TLS),
    ("ertificate", _TLS),
    ("o space left", _LOCAL),
    ("ermission denied", _LOCAL),
    ("command not found", _LOCAL),
)

_SENT = ordinary("the mail was delivered to this recipient: the next server, or the mailbox, took it")
_WAITS = look(
    "the mail could not be delivered yet and stays in the queue; Postfix tries again by itself",
    "The text in brackets is the reason. Concern when many wait: postqueue -p, or `postwarden check`.",
    by="reason",
    cases=_REASONS,
)
_FAILED = look(
    "the mail could not be delivered, and its sender gets a note (bounce)",
    "The text in brackets is the reason. Concern when one sender has many: `postwarden check`.",
    by="reason",
    cases=_REASONS,
)

DELIVERED = ordinary(
    "the result of a delivery",
    by="status",
    cases=(
        ("sent", _SENT),
        ("undeliverable", ordinary("an address was only tested (verify), and does not take mail")),
        ("deliverable", ordinary("an address was only tested (verify), and takes mail")),
        ("deferred", _WAITS),
        ("bounced", _FAILED),
        ("expired", ordinary("the mail waited too long in the queue and went back to its sender")),
        ("filtered", ordinary("the mail was handed to a filter")),
    ),
)

UNREACHABLE = _UNREACHABLE
SAID = look(
    "the other server refused or put off the mail; its words follow",
    "A code that begins with 4 is tried again, 5 is final.",
    by="text",
    cases=_REASONS,
)
LOST = look(
    "the connection to the other server broke, or it kept silent; Postfix tries again by itself", _UNREACHABLE.advice
)
LOCAL_TROUBLE = _LOCAL
RELAY_LOGIN = _LOGIN
TLS = _TLS
SMTPUTF8 = ordinary(
    "the mail has addresses with letters beyond ASCII, which the other server does not take; it goes back"
)
LOOP = _LOOP
TOO_LARGE = ordinary("the mail is larger than the other server takes; it goes back to its sender")
ODD_SERVER = ordinary("the other server did not keep to the rules of SMTP; Postfix coped with it, or tries again")
WRAPPER_MODE = act(
    "a server on port 465 speaks encryption from the first byte, which is not set here",
    "Set smtp_tls_wrappermode and smtp_tls_security_level, then reload Postfix.",
    run="postconf -e smtp_tls_wrappermode=yes smtp_tls_security_level=encrypt && postfix reload",
)
DNS = look(
    "the DNS did not tell what it was asked for about a mail server",
    "Many of them: look at the resolver of this machine (/etc/resolv.conf).",
)
WORKAROUND = ordinary("Postfix adapts to what the other server can do")
