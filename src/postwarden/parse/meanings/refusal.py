"""What do lines mean that say that a mail or client was refused, held or marked?"""

from __future__ import annotations

from postwarden.model.meaning import Meaning, act, look, ordinary

_WANTED = "Concern only when the sender is wanted."

_RELAY = look(
    "somebody who had not logged in wanted to send a mail through this server to a stranger, and was refused",
    "Your server is no open relay: good. If it is one of your users, his mail program does not log in.",
)
_UNKNOWN_USER = ordinary(
    "the mail was for an address that does not exist here, and was refused",
    "Many of them from one address are guesses at names. One that should exist: look at the spelling and the maps.",
)
_GREYLISTED = ordinary("an unknown sender was told to try again later (greylisting); real servers do")
_LISTED = ordinary(
    "the client's address stands on a public list of spammers (DNSBL), and was refused",
    f"{_WANTED} The list's page says how to be taken off.",
)
_NO_DOMAIN = ordinary(
    "the domain of the address does not exist in the DNS, or could not be asked; refused",
    f"{_WANTED} A reply of 450 is tried again: many of them say that your own DNS does not answer.",
)
_NO_NAME = ordinary("the client's address has no proper name in the DNS, and was refused", _WANTED)
_HELO = ordinary("the name with which the client introduced itself (HELO) is not allowed here; refused", _WANTED)
_NOT_QUALIFIED = ordinary(
    "an address or name without a domain was refused", "A program of your own that does so has no domain set."
)
_NOT_OWN = look(
    "the sender address belongs to another account than the one that is logged in, if any; refused",
    "If the owner did not do it, the account may be stolen: `postwarden check`.",
)
_SPF = ordinary("the sender's domain does not allow this client to send for it (SPF); refused", _WANTED)
_TOO_LARGE = ordinary(
    "the mail is larger than message_size_limit allows, and was refused", "Tell the sender, or raise the limit."
)
_FULL = look("the mailbox is full, and the mail was refused", "Tell its owner, or raise the quota.")
_NO_SPACE = act(
    "the disk has too little room for mail, so none is taken", "Make room in /var/spool/postfix at once (df -h)."
)
_BROKEN = act(
    "the server could not look something up, or a filter did not answer, so it refused for now",
    "Look at the warnings just before: a table, a database, a milter or a policy service does not work.",
)
_ENCRYPT = ordinary(
    "the client has to switch on encryption first, and was refused", "A mail program of your own needs STARTTLS."
)
_UNDELIVERABLE = ordinary("the address was tested (verify) and does not take mail, so the mail was refused", _WANTED)
_POLICY = ordinary("a rule of this server (access table, policy service) refused it", _WANTED)
_QUEUED_ID = ordinary("a milter refused the mail as spam, virus or forgery", _WANTED)

_REFUSED_TEXTS: tuple[tuple[str, Meaning], ...] = (
    ("Relay access denied", _RELAY),
    ("relay not permitted", _RELAY),
    ("not owned by user", _NOT_OWN),
    ("not logged in", _NOT_OWN),
    ("User unknown", _UNKNOWN_USER),
    ("Recipient address rejected: undeliverable", _UNDELIVERABLE),
    ("Sender address rejected: undeliverable", _UNDELIVERABLE),
    ("unverified", _UNDELIVERABLE),
    ("reylist", _GREYLISTED),
    (" blocked using ", _LISTED),
    ("Domain not found", _NO_DOMAIN),
    ("cannot find your", _NO_NAME),
    ("Helo command rejected", _HELO),
    ("need fully-qualified", _NOT_QUALIFIED),
    ("SPF", _SPF),
    ("essage size exceeds", _TOO_LARGE),
    ("uota", _FULL),
    ("mailbox full", _FULL),
    ("Insufficient system storage", _NO_SPACE),
    ("Server configuration", _BROKEN),
    ("Temporary lookup failure", _BROKEN),
    ("Service unavailable - try again later", _BROKEN),
    ("STARTTLS command first", _ENCRYPT),
    ("Access denied", _POLICY),
)
_REFUSED = ordinary("a client or its mail was refused; the text says why", _WANTED, by="text", cases=_REFUSED_TEXTS)
_MILTER = ordinary(_QUEUED_ID.text, _QUEUED_ID.advice, by="text", cases=_REFUSED_TEXTS)

_HELD = look(
    "the mail was put on hold: it stays in the queue until somebody releases or deletes it",
    "See it: postcat -q ID. Release it: postsuper -H ID. Delete it: postsuper -d ID.",
)
_DISCARDED = look("the mail was taken and thrown away; nobody is told", "Concern only when a wanted mail is missing.")
_REDIRECTED = look(
    "the mail was sent to another address than its own, by a rule of this server", "Look whether the rule is yours."
)
_MARKED = ordinary("a rule of this server marked or changed the mail, or only noted it; the mail goes on")
_PASSED = ordinary("a rule or filter let the mail pass")


def _actions(refused: Meaning) -> tuple[tuple[str, Meaning], ...]:
    return (
        ("milter-hold", _HELD),
        ("milter-discard", _DISCARDED),
        ("milter-reject", _MILTER),
        ("proxy-accept", _PASSED),
        ("hold", _HELD),
        ("discard", _DISCARDED),
        ("quarantine", _HELD),
        ("redirect", _REDIRECTED),
        ("bcc", _REDIRECTED),
        ("filter", _MARKED),
        ("reject_warning", ordinary("a rule that is only being tried would have refused it; the mail goes on")),
        ("reject", refused),
        ("permit", _PASSED),
        ("warn", _MARKED),
        ("info", _MARKED),
        ("prepend", _MARKED),
        ("replace", _MARKED),
        ("strip", _MARKED),
        ("ignore", _MARKED),
    )


REFUSED = ordinary(_REFUSED.text, _WANTED, by="action", cases=_actions(_REFUSED))
_FOR_CONTENT = ordinary("a rule for headers or texts refused the mail for what is written in it", _WANTED)
CONTENT_RULE = ordinary(
    "a rule of this server (header_checks, body_checks, milter) did something because of what is written in the mail",
    by="action",
    cases=_actions(_FOR_CONTENT),
)
CONTENT_RULE_FORGED = look(
    "a rule for headers or texts spoke up, and the mail imitates a log line in its own text",
    "Do not believe the addresses in this line: the sender wrote some of them.",
)
SENT_RULE = ordinary("a rule for mail that goes out (smtp_header_checks, smtp_body_checks) changed or noted it")
STATUS_MAPPED = ordinary("Postfix replaced a code by the one that fits the command better")
REPLY_CHANGED = ordinary(
    "a setting of yours replaced a command or reply before it was used (smtpd_command_filter, *_reply_filter)"
)

POLICY_RESULT = ordinary("a policy service tells what it found out about the sender; Postfix logs it where it refuses")
POLICY_REFUSED = ordinary(
    "a policy service refused the mail, as the sender's domain does not allow this client (SPF)", _WANTED
)
GREYLIST = ordinary("the greylisting service tells what it decided; a sender that is unknown has to try again", _WANTED)
