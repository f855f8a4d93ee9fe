"""What do Dovecot's lines about mailboxes, Sieve scripts and local delivery mean?"""

from __future__ import annotations

from postwarden.model.meaning import act, look, ordinary

SESSION_ENDED = ordinary(
    "a session with the mailbox ended; the numbers say how much was read, deleted and sent",
    "A whole mailbox read from a new address may be a copy: `postwarden check` looks for it.",
)
STOPPED = ordinary("a session ended because the server stopped, or something inside it failed")
RELAYED = ordinary("a mail was handed in by somebody who logged in, and passed on to the mail server")
RELAY_FAILED = look(
    "a mail that somebody handed in was refused by the mail server behind Dovecot", "The reply says why."
)
DELETED = ordinary(
    "a mail was marked as deleted, or removed for good, by its owner's mail program",
    "Whole folders emptied from a new address: `postwarden check` looks for it.",
)
CHANGED = ordinary("a mail was stored, copied, or its marks changed")
FOLDER = ordinary("a mail folder was made, renamed or deleted")
FILED = ordinary("a mail that came in was put into the mailbox")
FORWARDED = look(
    "a Sieve rule of the mailbox's owner forwarded a mail to another address",
    "Intruders add such rules to read along. Ask the owner whether the address is his; `postwarden"
    " check` finds new ones.",
)
THROWN_AWAY = look(
    "a Sieve rule of the mailbox's owner threw a mail away", "Intruders hide warnings and bounces so. Ask the owner."
)
SENT_BACK = ordinary("a mail was sent back to its sender, by a Sieve rule or because the mailbox is full")
ANSWERED = ordinary("the owner's out-of-office rule answered a mail")
PIPED = look("a Sieve rule handed a mail to a program on this server", "Fine if the program is yours.")
NOTIFIED = look("a Sieve rule sent a note of a mail to another address", "Ask the owner whether the address is his.")
NOT_STORED = act(
    "a mail could not be written into the mailbox; it is tried again or comes back",
    "The end of the line says why: a full disk, missing rights.",
)
SCRIPT_FAILED = look(
    "a Sieve script has a mistake or could not be run; the mail went into the inbox",
    "The owner's log, beside the script, says where the mistake is.",
)
PROGRAM_FAILED = act(
    "a program that a Sieve rule calls, such as sendmail for forwarding, ended with an error",
    "Forwarded mail may be missing: look at that program's own log.",
)
SIEVE_QUIET = ordinary("a Sieve rule decided to do nothing: the mail is a double, or was answered already")
LMTP = ordinary("Postfix hands mail to Dovecot over LMTP, or has done so")
REPORTED = ordinary("a Sieve rule reported a mail, as spam for example, to the address that it names")
