"""What do lines about clients, connections and encryption mean?"""

from __future__ import annotations

from postwarden.model.meaning import look, ordinary

CONNECTED = ordinary("a client connected; anybody on the Internet may")
ENDED = ordinary(
    "the connection ended; the words behind the address count the commands, such as auth=0/1 for one"
    " failed of one login",
    by="counters",
    cases=(
        ("commands=0/0", ordinary("a client came and left without a word: scanners and health checks do so all day")),
        (
            "auth=0/",
            look(
                "the connection ended; auth=0/N says that the client tried N times to log in and never succeeded",
                "Concern only when there are many: `postwarden check` says who is behind it.",
            ),
        ),
    ),
)

_NOISE = "Scanners, health checks and broken clients do so all day. Nothing came in, and no one logged in."
_BROKEN = (
    "Concern only when users or wanted senders complain: then look at the network, size limits (message_size_limit) and"
    " filters that take too long."
)


_AFTER_AUTH = look(
    "the client broke off right after trying to log in: bots that guess passwords do so",
    "Concern only when there are many, or when a login worked in between: `postwarden check` finds both.",
)
_AFTER_DATA = look("the connection broke while the mail itself was being sent; that mail did not come in", _BROKEN)
_AFTER_ENVELOPE = ordinary("the client left before it sent a mail", _NOISE)
_AFTER_TLS = ordinary("the client left while encryption was set up, or right after", _NOISE)

BROKEN_OFF = ordinary(
    "the client left without a word of goodbye, before it did anything",
    _NOISE,
    by="stage",
    cases=(
        ("AUTH", _AFTER_AUTH),
        (
            "END-OF-MESSAGE",
            look("the connection broke while the server looked at a mail; the sender will try again", _BROKEN),
        ),
        ("DATA", _AFTER_DATA),
        ("BDAT", _AFTER_DATA),
        ("MAIL", _AFTER_ENVELOPE),
        ("RCPT", _AFTER_ENVELOPE),
        ("STARTTLS", _AFTER_TLS),
    ),
)
SILENT = ordinary(
    "the client kept silent for too long and was sent away",
    _NOISE,
    by="stage",
    cases=(
        ("AUTH", _AFTER_AUTH),
        ("DATA", look("the client stopped in the middle of a mail; that mail did not come in", _BROKEN)),
        ("BDAT", look("the client stopped in the middle of a mail; that mail did not come in", _BROKEN)),
        ("END-OF-MESSAGE", look("the client kept silent after its mail", _BROKEN)),
    ),
)
TOO_MANY_ERRORS = look(
    "the client made so many errors (smtpd_hard_error_limit) that it was sent away",
    "Concern only when it is one of your own: a program that is set up wrong, or guesses.",
    by="stage",
    cases=(("AUTH", look("the client failed to log in so often that it was sent away", _AFTER_AUTH.advice)),),
)

_BOT = "Bots do so. Concern only when a client of your own does it: then it is broken."
ODD_CLIENT = ordinary("the client breaks the rules of SMTP; it was noted, or refused", _BOT)
WEB_CLIENT = ordinary("the client speaks no SMTP but something else, such as HTTP; it was sent away", _BOT)
ODD_ADDRESS = ordinary("the client wrote an address that is none; it was refused", _BOT)
NAME_MISMATCH = ordinary(
    "the client's name in the DNS and its address do not fit together, so Postfix calls it unknown",
    "Common. It matters only where reject_unknown_client_hostname refuses such clients.",
)
LIMIT = look(
    "a client did more per minute than smtpd_client_*_rate_limit or the like allows; the rest was refused",
    "A stranger: the limit works. One of your own: a stolen account or a newsletter; see its logins and what it sends.",
)
LOGIN_LIMIT = look(
    "a client tried to log in more often per minute than smtpd_client_auth_rate_limit allows: somebody"
    " guesses passwords",
    "The limit works. `postwarden check` says which accounts were tried, and whether a guess was right.",
)
PEAK = ordinary("a statistic: the most that one client did within a minute since the last one of these lines")
CACHE_SIZE = ordinary("a statistic: how many clients were watched at once")

ENCRYPTED = ordinary(
    "the connection is encrypted now; the line names version and cipher",
    "TLSv1 and TLSv1.1 are old. Untrusted or Anonymous is usual between mail servers.",
)
HANDSHAKE_FAILED = look(
    "the client and this server could not agree on encryption",
    "Scanners cause most of them. Concern only when users complain: an old mail program, or a"
    " certificate that is out of"
    " date (openssl s_client -starttls smtp -connect HOST:25).",
)
HANDSHAKE_FAILED_OUT = look(
    "the server that mail goes to and this one could not agree on encryption",
    "The mail is tried again, or sent without encryption where that is allowed (smtp_tls_security_level).",
)
NOT_VERIFIED = look(
    "the other server's certificate could not be verified",
    "Usual between mail servers. Concern only where you ask for a verified one (secure, verify, dane).",
)
TLS_REPORT = ordinary("a note for the daily report on encryption that the other domain asked for (TLSRPT)")
OFFERED = ordinary("the other server offers encryption; smtp_tls_security_level says whether it is used")
SNI = ordinary("the client asked for a host name that has no certificate here; the usual one was shown")

GREETED_EARLY = ordinary("postscreen: the client talked before it was its turn, as only bots do")
LISTED = ordinary("postscreen: the address stands on lists of known spammers (postscreen_dnsbl_sites)")
LISTED_BY = ordinary(
    "an address stands on a public list of spammers; the line names the list",
    "If the address is your own, ask that list to be taken off.",
)
PASSED = ordinary("postscreen: the client passed the tests and may talk to smtpd")
SCREENED = ordinary("postscreen: a client that is always let in, or never, by your own list")
SCREEN_VETO = look(
    "postscreen: a client may not be let in by the short way, as it came by another address of this server first",
    "Only where a wanted sender waits: postscreen_allowlist_interfaces.",
)
SCREEN_REFUSED = ordinary("postscreen refused the client or its mail before smtpd saw it")
SCREEN_BUSY = look(
    "postscreen had no free place for the client and sent it away for now",
    "Many at once, or smtpd does not keep up: postscreen_pre_queue_limit, default_process_limit.",
)
STRESS = look(
    "postscreen is under load and gives each client less time", "Look who connects so often; it ends by itself."
)
STRESS_OVER = ordinary("postscreen's load is over")
SCREEN_LEFT = ordinary("the client hung up while postscreen tested it: bots do so")
TLS_PROXY = ordinary("encryption for postscreen was begun or ended for this client")
ENDED_EARLY = ordinary("postscreen: the client left")
SILENT_SCREENED = ordinary("postscreen: the client kept silent for too long and was sent away")
