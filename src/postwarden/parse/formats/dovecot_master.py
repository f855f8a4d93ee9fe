"""What do Dovecot's master and helper processes log, and which severities stand in front of any Dovecot text?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import debug, service

# `Info: ` is gone before a text gets here, except behind a user: `(bob)<263><VQ2X>: Error: …`.
# These come last in every Dovecot group.
SEVERITIES: tuple[Format, ...] = (
    Format(
        "dovecot/warning",
        "Warning: {text}",
        table="notice",
        means=service.DOVECOT_WARNING,
        samples={
            "Warning: Killed with signal 15 (by pid=1 uid=0 code=kill)": {
                "text": "Killed with signal 15 (by pid=1 uid=0 code=kill)"
            }
        },
    ),
    Format(
        "dovecot/error",
        "Error: {text}",
        table="notice",
        means=service.DOVECOT_ERROR,
        samples={
            "Error: auth: connect(auth-worker) failed: Permission denied": {
                "text": "auth: connect(auth-worker) failed: Permission denied"
            }
        },
    ),
    Format(
        "dovecot/fatal",
        "Fatal: {text}",
        table="notice",
        means=service.DOVECOT_FATAL,
        samples={"Fatal: Master process died": {"text": "Master process died"}},
    ),
    Format(
        "dovecot/panic",
        "Panic: {text}",
        table="notice",
        means=service.DOVECOT_PANIC,
        samples={"Panic: file imap-client.c: line 841": {"text": "file imap-client.c: line 841"}},
    ),
    Format(
        "dovecot/debug",
        "Debug: {}",
        means=debug.DOVECOT,
        samples={"Debug: Loading modules from directory: /usr/lib/dovecot": {}},
    ),
    Format(
        "dovecot-user/warning",
        "({:plain}){?<{:int}>?}{?<{:word}>?}: Warning: {text}",
        table="notice",
        means=service.DOVECOT_WARNING,
        samples={
            "(bob@example.com)<263><VQ2Xgb1gNdHLAHEK>: Warning: Maildir /srv/bob: UIDs out of order": {
                "text": "Maildir /srv/bob: UIDs out of order"
            },
            "(bob): Warning: Inode changed": {"text": "Inode changed"},
        },
    ),
    Format(
        "dovecot-user/error",
        "({:plain}){?<{:int}>?}{?<{:word}>?}: Error: {text}",
        table="notice",
        means=service.DOVECOT_ERROR,
        samples={
            "(bob)<263><VQ2Xgb1gNdHLAHEK>: Error: Mailbox INBOX: open(dovecot.index.log) failed": {
                "text": "Mailbox INBOX: open(dovecot.index.log) failed"
            },
            "(10377): Error: mysql(192.0.2.3): Connect failed": {"text": "mysql(192.0.2.3): Connect failed"},
            "(bob,203.0.113.9,sasl:plain)<q>: Error: sql: Query failed": {"text": "sql: Query failed"},
        },
    ),
    Format(
        "dovecot-user/fatal",
        "({:plain}){?<{:int}>?}{?<{:word}>?}: Fatal: {text}",
        table="notice",
        means=service.DOVECOT_FATAL,
        samples={
            "(bob)<263><VQ2Xgb1gNdHLAHEK>: Fatal: block_alloc(1024): Out of memory": {
                "text": "block_alloc(1024): Out of memory"
            }
        },
    ),
    Format(
        "dovecot-user/panic",
        "({:plain}){?<{:int}>?}{?<{:word}>?}: Panic: {text}",
        table="notice",
        means=service.DOVECOT_PANIC,
        samples={"(bob)<263><VQ2Xgb1gNdHLAHEK>: Panic: BUG: Unknown mail": {"text": "BUG: Unknown mail"}},
    ),
    Format(
        "dovecot-user/debug",
        "({:plain}){?<{:int}>?}{?<{:word}>?}: Debug: {}",
        means=debug.DOVECOT,
        samples={"(bob)<263><VQ2Xgb1gNdHLAHEK>: Debug: Mailbox INBOX: Mailbox opened": {}},
    ),
)

MASTER: tuple[Format, ...] = (
    Format(
        "dovecot-master/start",
        "Dovecot v{} starting up{}",
        means=service.STARTED,
        samples={
            "Dovecot v2.2.33.2 (d6601f4ec) starting up for imap, pop3 (core dumps disabled)": {},
            "Dovecot v2.3.19.1 (9b53102964) starting up for imap, lmtp, submission (core dumps disabled)": {},
            "Dovecot v2.4.1-4 (7d8c0e5759) starting up for imap, lmtp": {},
        },
    ),
    Format(
        "ssl-params/generating",
        "Generating SSL parameters",
        means=service.PARAMETERS,
        samples={"Generating SSL parameters": {}},
    ),
    Format(
        "ssl-params/done",
        "SSL parameters regeneration completed",
        means=service.PARAMETERS,
        samples={"SSL parameters regeneration completed": {}},
    ),
    Format(
        "indexer/indexed",
        "{?({:plain}){?<{:int}>?}{?<{:word}>?}: ?}{?Info: ?}Indexed {:int} messages in {}",
        means=service.INDEXED,
        samples={
            "Indexed 12 messages in INBOX": {},
            "(bob): Indexed 12 messages in INBOX": {},
            "(bob)<263><VQ2Xgb1gNdHLAHEK>: Indexed 3 messages in Sent (UIDs 7..9)": {},
        },
    ),
    Format(
        "indexer/skipped",
        "{?({:plain}){?<{:int}>?}{?<{:word}>?}: ?}{?Mailbox {}: ?}Indexes disabled{}",
        means=service.INDEXED,
        samples={
            "Indexes disabled for mailbox Trash, skipping": {},
            "(bob)<263><VQ2Xgb1gNdHLAHEK>: Mailbox Trash: Indexes disabled, skipping": {},
        },
    ),
    Format(
        "haproxy/disconnected",
        "haproxy: {}",
        means=service.PROXY_LOST,
        samples={"haproxy: Client disconnected (rip=192.0.2.9): Connection reset by peer": {}},
    ),
    Format(
        "director/host",
        "Host {}",
        means=service.CLUSTER,
        samples={"Host 192.0.2.30 changed up (vhost_count=100 last_updown_change=1700000000)": {}},
    ),
    Format(
        "director/connection",
        "Incoming connection from director {}",
        means=service.CLUSTER,
        samples={"Incoming connection from director 192.0.2.31/in": {}},
    ),
    Format(
        "director/connecting",
        "Connecting to {}",
        means=service.CLUSTER,
        samples={"Connecting to 192.0.2.31:9090 (as 192.0.2.30): Initial connection": {}},
    ),
    *SEVERITIES,
)
