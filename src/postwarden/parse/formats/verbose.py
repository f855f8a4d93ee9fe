"""Which lines of `-v`, debug_peer_list or smtpd_tls_loglevel hold credentials, and which are only noise?

A session is shown as `< peer: command` and `> peer: reply` by the server, the other way round by the client, and as
`Read 45 chars: command??` by the TLS routines at log level 4: at most 40 characters, `??` for the end of the line.
"""

from __future__ import annotations

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format
from postwarden.parse.meanings import debug, service

_PEER = "{:word}]{?:{:int}?}"

# Where a client's words are shown: (suffix of the name, template, sample, end of the line).
_VIEWS: tuple[tuple[str, str, str, str], ...] = (
    ("", "Read {:int} chars: ", "Read 45 chars: ", "{????}"),
    ("-received", "< " + _PEER + ": ", "< unknown[203.0.113.50]: ", ""),
    ("-sent", "> " + _PEER + ": ", "> relay.example.net[192.0.2.25]:587: ", ""),
)

# The client shows the password of its own relay so; one-word answers would be hard to tell from a server's replies.
_WRITTEN = ("-written", "Write {:int} chars: ", "Write 45 chars: ", "{????}")

# Mechanisms that show something with the command itself, spelled as clients spell them: (name, command).
_COMMANDS: tuple[tuple[str, str], ...] = (
    ("auth-plain", "AUTH PLAIN"),
    ("auth-plain-lower", "auth plain"),
    ("auth-plain-mixed", "AUTH plain"),
    ("auth-login", "AUTH LOGIN"),
    ("auth-login-lower", "auth login"),
    ("auth-login-mixed", "AUTH login"),
    ("auth-xoauth2", "AUTH XOAUTH2"),
    ("auth-oauthbearer", "AUTH OAUTHBEARER"),
)


def _login_means(command: str, suffix: str) -> Meaning:
    if suffix in ("-sent", "-written"):
        return debug.RELAY_PASSWORD
    shown = debug.BY_V if suffix else debug.BY_TLS
    return shown.begun if command.startswith("auth-login") else shown.words


_AUTH: tuple[Format, ...] = tuple(
    Format(
        f"verbose/{name}{suffix}",
        f"{view}{command} {{encoded}}{end}",
        table="secret",
        means=_login_means(name, suffix),
        samples={f"{shown}{command} AGFkbWluQGV4YW1wbGUub3JnAHBhc3N3": {"encoded": "AGFkbWluQGV4YW1wbGUub3JnAHBhc3N3"}},
    )
    for suffix, view, shown, end in (*_VIEWS, _WRITTEN)
    for name, command in _COMMANDS
)

# A line of one word is what a client answers to `334 ` (name, password), unless it is one of these.
_COMMON_VERBS = ("QUIT", "DATA", "RSET", "NOOP", "STARTTLS", "HELP")
_VERBS: tuple[tuple[str, str], ...] = (
    *((verb.lower(), verb) for verb in _COMMON_VERBS),
    *((f"{verb.lower()}-lower", verb.lower()) for verb in _COMMON_VERBS),
    ("cancel", "*"),
    ("dot", "."),
)

_SINGLE_WORDS: tuple[Format, ...] = (
    *(
        Format(
            f"verbose/read-{name}",
            f"Read {{:int}} chars: {verb}??",
            means=debug.TLS_BYTES,
            samples={f"Read 6 chars: {verb}??": {}},
        )
        for name, verb in _VERBS
    ),
    *(
        Format(
            f"verbose/{side}-{name}",
            f"{mark} {_PEER}: {verb}",
            means=debug.VERBOSE,
            samples={f"{mark} mx.example.net[192.0.2.8]: {verb}": {}},
        )
        for side, mark in (("received", "<"), ("sent", ">"))
        for name, verb in _VERBS
    ),
    Format(
        "verbose/read-full",
        "Read 4096 chars: {}",
        means=debug.TLS_BYTES,
        samples={"Read 4096 chars: Received: from mx.example.net (mx.example.": {}},
    ),
    *(
        Format(
            f"verbose/{name}",
            f"{mark} {_PEER}: {{:int}}{after}",
            means=debug.VERBOSE,
            samples={f"{mark} mx.example.net[192.0.2.8]: {sample}": {}},
        )
        for mark, side in (("<", "received"), (">", "sent"))
        for name, after, sample in (
            (f"{side}-reply", " {}", "250 2.0.0 Ok"),
            (f"{side}-reply-line", "-{}", "250-PIPELINING"),
            (f"{side}-reply-code", "", "250"),
        )
    ),
)

_ANSWERS = {"": debug.BY_TLS.answer, "-received": debug.BY_V.answer, "-sent": debug.RELAY_PASSWORD}
_RESPONSES: tuple[Format, ...] = tuple(
    Format(
        f"verbose/auth-response{suffix}",
        view + "{encoded:word}" + end,
        table="secret",
        means=_ANSWERS[suffix],
        samples={f"{shown}c2VjcmV0": {"encoded": "c2VjcmV0"}},
    )
    for suffix, view, shown, end in _VIEWS
)

_SASL: tuple[Format, ...] = (
    Format(
        "verbose/sasl-first",
        "{:lower}: sasl_method {:word}, init_response {encoded}",
        table="secret",
        means=debug.BY_V.words,
        samples={
            "xsasl_dovecot_server_first: sasl_method PLAIN, init_response AGRhdmVAZXhhbXBsZS5vcmcAZGF2ZS1wdw==": {
                "encoded": "AGRhdmVAZXhhbXBsZS5vcmcAZGF2ZS1wdw=="
            },
            "xsasl_cyrus_server_first: sasl_method PLAIN, init_response AGRhdmUAcHc=": {"encoded": "AGRhdmUAcHc="},
        },
    ),
    Format(
        "verbose/sasl-decoded-first",
        "xsasl_cyrus_server_first: decoded initial response {encoded}",
        table="secret",
        means=debug.BY_V.words,
        samples={"xsasl_cyrus_server_first: decoded initial response dave": {"encoded": "dave"}},
    ),
    Format(
        "verbose/sasl-decoded-next",
        "xsasl_cyrus_server_next: decoded response: {encoded}",
        table="secret",
        means=debug.BY_V.words,
        samples={"xsasl_cyrus_server_next: decoded response: dave-pw": {"encoded": "dave-pw"}},
    ),
    Format(
        "verbose/sasl-uncoded-first",
        "xsasl_cyrus_client_first: uncoded initial reply: {encoded}",
        table="secret",
        means=debug.RELAY_PASSWORD,
        samples={"xsasl_cyrus_client_first: uncoded initial reply: ?relay?relay-pw": {"encoded": "?relay?relay-pw"}},
    ),
    Format(
        "verbose/sasl-uncoded-next",
        "xsasl_cyrus_client_next: uncoded client response {encoded}",
        table="secret",
        means=debug.RELAY_PASSWORD,
        samples={"xsasl_cyrus_client_next: uncoded client response relay-pw": {"encoded": "relay-pw"}},
    ),
    Format(
        "verbose/sasl-password",
        "xsasl_cyrus_client_get_passwd: {encoded}",
        table="secret",
        means=debug.RELAY_PASSWORD,
        samples={"xsasl_cyrus_client_get_passwd: relay-pw": {"encoded": "relay-pw"}},
    ),
    Format(
        "verbose/sasl-library-password",
        "SASL authentication pass: {encoded}",
        table="secret",
        means=debug.BY_V.words,
        samples={"SASL authentication pass: dave-pw": {"encoded": "dave-pw"}},
    ),
    Format(
        "verbose/relay-password",
        "{:lower}: host `{:word}' user `{account}' pass `{encoded}'",
        table="secret",
        means=debug.RELAY_PASSWORD,
        samples={
            "smtp_sasl_passwd_lookup: host `relay.example.net' user `office' pass `relay-pw'": {
                "account": "office",
                "encoded": "relay-pw",
            }
        },
    ),
    *(
        Format(
            f"verbose/{client}-password-map",
            f"maps_find: {client}_sasl_password_maps: {{}} = {{encoded}}",
            table="secret",
            means=debug.RELAY_PASSWORD,
            samples={
                f"maps_find: {client}_sasl_password_maps: hash:/etc/postfix/sasl(0,lock): relay.example.net = office:relay-pw": {
                    "encoded": "office:relay-pw"
                }
            },
        )
        for client in ("smtp", "lmtp")
    ),
)

# (name, template, sample): what daemons say about their own work.
_NOISE: tuple[tuple[str, str, str], ...] = (
    ("read", "Read {:int} chars: {}", "Read 16 chars: EHLO localhost??"),
    ("write", "Write {:int} chars: {}", "Write 158 chars: 250-mail.example.com??250-PIPELINING??250"),
    ("received", "< {}", "< unknown[203.0.113.50]: EHLO localhost"),
    ("sent", "> {}", "> relay.example.net[192.0.2.25]:587: EHLO mail.example.org"),
    ("restrictions-start", ">>> START {} <<<", ">>> START Client host RESTRICTIONS <<<"),
    ("restrictions-end", ">>> END {} <<<", ">>> END Client host RESTRICTIONS <<<"),
    ("restrictions-maps", ">>> CHECKING {} <<<", ">>> CHECKING Recipient address VALIDATION MAPS <<<"),
    ("attribute-sent", "send attr {}", "send attr request = connect"),
    ("attribute-name", "input attribute name: {}", "input attribute name: status"),
    ("attribute-value", "input attribute value: {}", "input attribute value: 0"),
    ("attribute-wanted", "{:word}: wanted attribute: {}", "private/anvil: wanted attribute: status"),
    (
        "attribute-wanted-socket",
        "{:word} socket: wanted attribute: {}",
        "private/rewrite socket: wanted attribute: flags",
    ),
    ("stream-closed", "{:word} stream disconnect", "rewrite stream disconnect"),
    (
        "before",
        "before {:word}: cleanup flags = {}",
        "before input_transp_cleanup: cleanup flags = enable_header_body_filter",
    ),
    (
        "after",
        "after {:word}: cleanup flags = {}",
        "after input_transp_cleanup: cleanup flags = enable_header_body_filter",
    ),
    ("subsystem", "connect to subsystem {}", "connect to subsystem private/proxymap"),
    ("sasl-info", "SASL authentication info: {}", "SASL authentication info: canonuser"),
    ("sasl-debug", "SASL authentication debug: {}", "SASL authentication debug: loading plug-ins"),
    ("sasl-trace", "SASL authentication trace: {}", "SASL authentication trace: mech list"),
    ("milters-report", "report {} to all milters{}", "report connect to all milters"),
    ("milters-abort", "abort all milters", "abort all milters"),
    ("milters-free", "free all milters", "free all milters"),
    ("milters-disconnect", "disconnect event to all milters", "disconnect event to all milters"),
    ("milters-query", "query milter states for other event", "query milter states for other event"),
    ("milters-inspect", "inspect content by all milters", "inspect content by all milters"),
    ("milter-skip-event", "skipping event {}", "skipping event SMFIC_HELO for milter inet:127.0.0.1:8891"),
    (
        "milter-skip-protocol",
        "skipping non-protocol event {}",
        "skipping non-protocol event SMFIC_HELO for milter inet:127.0.0.1:8891",
    ),
    (
        "milter-skip-reply",
        "skipping reply for event {}",
        "skipping reply for event SMFIC_HELO from milter inet:127.0.0.1:8891",
    ),
    ("milter-reply", "reply: {:word} data {:int} bytes", "reply: SMFIR_CONTINUE data 0 bytes"),
    ("address-family", "skipping address family {}", "skipping address family 10 for host mx.example.com"),
    ("asciified", "{:word} asciified to {}", "b?cher.example asciified to xn--bcher-kva.example"),
    ("parameter", "{:lower} = {:word}", "unknown_address_tempfail_action = defer_if_permit"),
    ("free-space", "fsspace: {}", "fsspace: .: block size 4096, blocks free 3085511"),
    ("master-gone", "master disconnect -- {}", "master disconnect -- exiting"),
    ("idle", "idle timeout -- exiting", "idle timeout -- exiting"),
    ("retire", "time to retire -- {}", "time to retire -- exiting"),
    ("opened", "connection established{}", "connection established fd 18"),
    ("closed", "connection closed{}", "connection closed fd 18"),
    ("started", "daemon started", "daemon started"),
    ("generation", "process generation: {}", "process generation: 65 (65)"),
    ("request", "--- {:lower} request ---", "--- start request ---"),
    ("milters-sent", "send {:int} milters", "send 1 milters"),
    ("milters-received", "receive {:int} milters", "receive 1 milters"),
    ("milter-event", "event: {:word}; macros:{}", "event: SMFIC_HELO; macros:(none)"),
    ("relaying", "Relaying allowed for {}", "Relaying allowed for certified client: AB:CD"),
    ("lock", "myflock({}", "myflock(12, LOCK_SH, )"),
    ("buffer", "fd={:int}: stream buffer size {}", "fd=12: stream buffer size old=0 new=4096"),
    ("begin", "begin {:word}_{:lower}", "begin tls_proxy_context_scan"),
    ("function-values", "{:word}_{:lower} {:word}={}", "argv_attr_print count=2"),
    (
        "function-arguments",
        "{:word}_{:lower}({}",
        "trw_set_tcp_connection(snd_mta_addr=192.0.2.25, rcv_mta_name=(null))",
    ),
    ("function", "{:word}_{:lower}: {}", "match_list_match: unknown: no match"),
    ("function-alone", "{:word}_{:lower}", "permit_mynetworks"),
    ("function-call", "{:word}_{:lower}[{:int}]: {}", "dict_ldap_lookup[1]: Search found 1 match(es)"),
)

_OF_ITSELF = {
    **dict.fromkeys(("read", "write"), debug.TLS_BYTES),
    **dict.fromkeys(("idle", "retire", "master-gone"), service.IDLE_EXIT),
}

VERBOSE: tuple[Format, ...] = (
    *_AUTH,
    *_SASL,
    *_SINGLE_WORDS,
    *_RESPONSES,
    *(
        Format(f"verbose/{name}", template, samples={sample: {}}, means=_OF_ITSELF.get(name, debug.VERBOSE))
        for name, template, sample in _NOISE
    ),
)
