"""What do lines mean that tell of mail in the queue, and of those who put it there or take it out?"""

from __future__ import annotations

from postwarden.model.meaning import act, look, ordinary

MESSAGE_ID = ordinary("the mail got its queue id; the Message-ID is the sender's own name for it")
ACTIVE = ordinary(
    "the queue manager begins to deliver the mail; the line names sender, size and how many recipients it has",
    "Many recipients (nrcpt) or many mails of one sender: `postwarden check`.",
)
REMOVED = ordinary("the mail is done with and left the queue")
REMOVED_ODDLY = ordinary(
    "the mail left the queue without being delivered: the client took it back, or a rule threw it away"
)
EXPIRED = look(
    "the mail waited too long in the queue (maximal_queue_lifetime) and went back to its sender",
    "Many at once: your server is blocked somewhere, or an account sent to addresses that do not exist.",
)
FORCE_EXPIRED = ordinary("an administrator ended the waiting of this mail; it went back to its sender")
SKIPPED = ordinary("the mail is still being delivered and was left alone")
VERP = ordinary(
    "each recipient gets the mail with a sender address of his own, so that bounces can be told apart (VERP)"
)
SUBMITTED_LOCALLY = look(
    "a program or user on this machine itself handed in a mail (sendmail command); uid says which user",
    "Usual for cron and web applications. Many of them, from the web server's user: a web page may be broken into"
    " (getent passwd UID names the user).",
)
BOUNCED = ordinary(
    "a mail could not be delivered, and its sender gets a note of it (bounce)",
    "Many at once, to people who wrote nothing: an account sends with forged addresses. `postwarden check`.",
)
BOUNCED_TO_POSTMASTER = look(
    "the postmaster gets a note of a mail that could not be delivered",
    "Read it: it is sent where something is wrong with this server.",
)
DELAYED = ordinary("a mail could not be delivered yet, and its sender gets a note of it")
DELIVERED_NOTE = ordinary("a mail was delivered, and its sender, who asked for it, gets a note")
NO_NOTE = ordinary("no note is sent about this mail, so that notes do not answer notes")
BOUNCE_FAILED = look(
    "the note that a mail failed could not be written; the mail is tried again",
    "Look at the errors of bounce and cleanup just before: a full disk, a broken queue file.",
)
PASSED_ON = ordinary("the mail is handed to another part of Postfix for delivery")

ADMIN_DELETED = look("an administrator deleted the mail from the queue (postsuper -d)", "Fine if it was you.")
ADMIN_HELD = ordinary("an administrator put the mail on hold (postsuper -h); it waits until it is released")
ADMIN_RELEASED = ordinary("an administrator released the mail (postsuper -H)")
ADMIN_REQUEUED = ordinary("an administrator put the mail through the queue once more (postsuper -r)")
ADMIN_EXPIRED = ordinary("an administrator ended the waiting of the mail (postsuper -e); it goes back to its sender")
ADMIN_DELETED_MANY = look(
    "so many mails were deleted from the queue by an administrator (postsuper -d)", "Fine if it was you."
)
ADMIN_DID_MANY = ordinary("so many mails were held, released, requeued or expired by an administrator (postsuper)")
RENAMED = ordinary("files of the queue were renamed after it was copied or restored; no mail is lost")
LOOK_UP_FAILED = act(
    "a table could not be asked, so the mail was not taken; the sender will try again",
    "Test the table named here: postmap -q ADDRESS TYPE:NAME. A database that is down is the usual cause.",
)
