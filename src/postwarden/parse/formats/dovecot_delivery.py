"""What do Dovecot's LMTP, LDA and Sieve do with a mail?

The Message-ID is the sender's text and stands in front: it reaches to the last wording of the daemon, and the
wording to the end of the line. A forward that nobody asked for is how an intruder stays.
"""

from __future__ import annotations

from dataclasses import replace

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format, Sample
from postwarden.parse.formats.dovecot_session import USER
from postwarden.parse.meanings import mailbox

# 2.2's LMTP adds its process id and a session of its own: `(4711, bob): Bq0yNaRq: sieve: msgid=…`.
_PLACES: dict[str, Sample] = {
    "(bob)<263><VQ2Xgb1gNdHLAHEK>: ": {"account": "bob", "session": "VQ2Xgb1gNdHLAHEK"},
    "(bob)<263><q>: Info: sieve: ": {"account": "bob", "session": "q"},
    "(bob@example.com): Bq0yNaRqHFsGEwAAk4pNkQ: sieve: ": {"account": "bob@example.com"},
}
_MSGID = "msgid={message_id:last}: "


def _filed(name: str, means: Meaning, template: str, text: str, fields: Sample) -> Format:
    return Format(
        name,
        USER + "{}" + _MSGID + template,
        table="dovecot_mail",
        means=means,
        samples={
            **{
                f"{place}msgid=<a.1@example.net>: {text}": {**who, "message_id": "<a.1@example.net>", **fields}
                for place, who in _PLACES.items()
            },
            # A Message-ID that says what a daemon says.
            f"(bob): msgid=<a>: forwarded to <x@example.org>: saved mail to INBOX>: {text}": {
                "account": "bob",
                "message_id": "<a>: forwarded to <x@example.org>: saved mail to INBOX>",
                **fields,
            },
        },
    )


def _acted(action: str, name: str, means: Meaning, template: str, text: str, fields: Sample) -> tuple[Format, Format]:
    """Pigeonhole 0.5.9 (Dovecot 2.3.9) began to name the Sieve action, between the Message-ID and what was done."""
    daemon, what = name.split("/")
    prefix = f"{action} action: "
    named = _filed(f"{daemon}-{action}/{what}", means, prefix + template, prefix + text, fields)
    return replace(named, since="Dovecot 2.3.9"), _filed(name, means, template, text, fields)


_SCRIPT = "({}: sieve: "
_DISCARD = "arked message to be discarded if not explicitly delivered (discard action)"
_REJECTED = ("rejected message from <{target:plain}> ({:lower})", "rejected message from <eve@example.net> (ereject)")

FILINGS: tuple[Format, ...] = (
    # Most mails end here. A name in one word leaves a Message-ID no room for another wording of the daemon.
    _filed(
        "dovecot-lda/saved", mailbox.FILED, "saved mail to {target:word}", "saved mail to INBOX", {"target": "INBOX"}
    ),
    *_acted(
        "fileinto",
        "dovecot-sieve/stored",
        mailbox.FILED,
        "stored mail into mailbox '{target:word}'",
        "stored mail into mailbox 'INBOX'",
        {"target": "INBOX"},
    ),
    *_acted(
        "redirect",
        "dovecot-sieve/forwarded",
        mailbox.FORWARDED,
        "forwarded to <{target:plain}>",
        "forwarded to <drop@example.org>",
        {"target": "drop@example.org"},
    ),
    *_acted("discard", "dovecot-sieve/discarded", mailbox.THROWN_AWAY, "{:word}" + _DISCARD, "M" + _DISCARD, {}),
    _acted("ereject", "dovecot-sieve/rejected", mailbox.SENT_BACK, *_REJECTED, {"target": "eve@example.net"})[0],
    *_acted("reject", "dovecot-sieve/rejected", mailbox.SENT_BACK, *_REJECTED, {"target": "eve@example.net"}),
    _filed(
        "dovecot-lda/rejected",
        mailbox.SENT_BACK,
        "rejected: {}",
        "rejected: Quota exceeded (mailbox for user is full)",
        {},
    ),
    *_acted(
        "vacation",
        "dovecot-sieve/vacation",
        mailbox.ANSWERED,
        "sent vacation response to <{target:plain}>",
        "sent vacation response to <eve@example.net>",
        {"target": "eve@example.net"},
    ),
    *_acted(
        "fileinto",
        "dovecot-sieve-words/stored",
        mailbox.FILED,
        "stored mail into mailbox '{target:plain}'",
        "stored mail into mailbox 'Junk E-Mail'",
        {"target": "Junk E-Mail"},
    ),
    *_acted(
        "fileinto",
        "dovecot-sieve/left",
        mailbox.FILED,
        "left message in mailbox '{target:plain}'",
        "left message in mailbox 'INBOX'",
        {"target": "INBOX"},
    ),
    # A folder whose own name has a quote in it
    *(
        acted
        for what, text in (("stored", "stored mail into"), ("left", "left message in"))
        for acted in _acted(
            "fileinto",
            f"dovecot-sieve-quotes/{what}",
            mailbox.FILED,
            text + " mailbox {target:plain}",
            text + " mailbox 'Bob's mail'",
            {"target": "'Bob's mail'"},
        )
    ),
    _filed(
        "dovecot-lda-words/saved",
        mailbox.FILED,
        "saved mail to {target:plain}",
        "saved mail to Junk E-Mail",
        {"target": "Junk E-Mail"},
    ),
    _filed(
        "dovecot-lda/save-failed",
        mailbox.NOT_STORED,
        "save failed to {target:plain}: {}",
        "save failed to INBOX: Out of memory",
        {"target": "INBOX"},
    ),
    _filed(
        "dovecot-sieve-pipe/piped",
        mailbox.PIPED,  # the only one to name its action in older versions, too
        "pipe action: piped message to program {target:plain}",
        "pipe action: piped message to program `report.sh'",
        {"target": "`report.sh'"},
    ),
    _filed(
        "dovecot-sieve/piped",
        mailbox.PIPED,
        "piped message to program {target:plain}",
        "piped message to program 'report.sh'",
        {"target": "'report.sh'"},
    ),
    *_acted(
        "notify",
        "dovecot-sieve/notified",
        mailbox.NOTIFIED,
        "sent mail notification to {target}",
        "sent mail notification to <drop@example.org>",
        {"target": "<drop@example.org>"},
    ),
    *_acted(
        "report",
        "dovecot-sieve/reported",
        mailbox.REPORTED,
        "sent {:word} report to <{target:plain}>",
        "sent 'abuse' report to <abuse@example.org>",
        {"target": "abuse@example.org"},
    ),
    Format(
        "dovecot-sieve/script-failed",  # the user's own script; the mail went into the inbox
        _SCRIPT + "Execution of script {text}",
        table="notice",
        means=mailbox.SCRIPT_FAILED,
        samples={
            "(bob)<263><q>: sieve: Execution of script /srv/bob/.dovecot.sieve failed, but implicit keep was successful (user logfile /srv/bob/.dovecot.sieve.log may reveal additional details)": {
                "text": "/srv/bob/.dovecot.sieve failed, but implicit keep was successful (user logfile /srv/bob/.dovecot.sieve.log may reveal additional details)"
            },
            "(bob)<263><q>: sieve: Execution of script 'personal/s' failed, but implicit keep was successful": {
                "text": "'personal/s' failed, but implicit keep was successful"
            },
        },
    ),
    Format(
        "dovecot-sieve/script-invalid",
        _SCRIPT + "Failed to {text}",
        table="notice",
        means=mailbox.SCRIPT_FAILED,
        samples={
            "(bob)<263><q>: sieve: Failed to compile script 'personal/s' (view user logfile '/srv/bob/.dovecot.sieve.log' for more information)": {
                "text": "compile script 'personal/s' (view user logfile '/srv/bob/.dovecot.sieve.log' for more information)"
            },
            "(4711, bob): Bq0yNaRq: sieve: Failed to open script `/srv/bob/.dovecot.sieve' (view user logfile `/srv/bob/.dovecot.sieve.log' for more information)": {
                "text": "open script `/srv/bob/.dovecot.sieve' (view user logfile `/srv/bob/.dovecot.sieve.log' for more information)"
            },
        },
    ),
    Format(
        "dovecot-sieve/program-failed",  # sendmail, for a redirect or reply
        "({:plain}){?<{:int}>?}{?<{:word}>?}: {?Info: ?}execute {text}",
        table="notice",
        since="Dovecot 2.4",
        means=mailbox.PROGRAM_FAILED,
        samples={
            "(bob)<263><q>: execute exec:/usr/sbin/sendmail (95): Terminated with non-zero exit code 75": {
                "text": "exec:/usr/sbin/sendmail (95): Terminated with non-zero exit code 75"
            }
        },
    ),
)

_QUIET = (
    "discarded duplicate ",
    "discarded vacation ",
    "discarding vacation ",
    "not sending ",
    "not forwarding ",
    "store into ",
)

DELIVERY: tuple[Format, ...] = (
    *FILINGS,
    *(
        Format(
            "dovecot-sieve/" + text.strip().replace(" ", "-"),
            "({}msgid={:last}: " + text + "{}",
            means=mailbox.SIEVE_QUIET,
            samples={f"(bob)<263><q>: sieve: msgid=<a.1@example.net>: {text}(skipped)": {}},
        )
        for text in _QUIET
    ),
    Format(
        "lmtp/connect",
        "{?({:int}): ?}{?Info: ?}Connect from {:word}",
        means=mailbox.LMTP,
        samples={"(4711): Connect from local": {}, "Connect from 192.0.2.25": {}},
    ),
    Format(
        "lmtp/disconnect",
        "{?({:int}): ?}{?Info: ?}Disconnect from {:word}: {}",
        means=mailbox.LMTP,
        samples={
            "(4711): Disconnect from local: Successful quit": {},
            "(4711): Disconnect from local: Logged out (state=READY)": {},
            "Disconnect from 192.0.2.25: Connection closed (in banner)": {},
        },
    ),
    Format(
        "lmtp/proxied",
        "({:int}): {}ent message to <{}",
        means=mailbox.LMTP,
        samples={"(4711): <q>: Sent message to <bob@example.com> at 192.0.2.30:24: 250 2.0.0 Saved (1/1 at 20 ms)": {}},
    ),
)
