"""What does any Postfix daemon say about itself, its tables, or a queue file in trouble? Before NOTICES in its group."""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import service

HOUSEKEEPING: tuple[Format, ...] = (
    Format(
        "postfix/queue-warning",
        "warning: {queue_id}: {text}",
        table="notice",
        means=service.WARNING,
        samples={
            "warning: 3lyw1l0Nwdz2xGs: defer service failure": {
                "queue_id": "3lyw1l0Nwdz2xGs",
                "text": "defer service failure",
            },
            "warning: 9BECF3F19D: sender_canonical_maps map lookup problem for bob@example.com -- message not accepted, try again later": {
                "queue_id": "9BECF3F19D",
                "text": "sender_canonical_maps map lookup problem for bob@example.com -- message not accepted, try again later",
            },
            "warning: 4jWX205lZQzP03D: sender notification failed to <bob@example.com>: queue file write error": {
                "queue_id": "4jWX205lZQzP03D",
                "text": "sender notification failed to <bob@example.com>: queue file write error",
            },
        },
    ),
    Format(
        "postfix/queue-error",
        "error: {queue_id}: {text}",
        table="notice",
        means=service.ERROR,
        samples={
            "error: AFD0A29663D: open active: No such file or directory": {
                "queue_id": "AFD0A29663D",
                "text": "open active: No such file or directory",
            }
        },
    ),
    Format(
        "postfix/queue-fatal",
        "fatal: {queue_id}: {text}",
        table="notice",
        means=service.FATAL,
        samples={
            "fatal: AFD0A29663D: move to incoming queue failed: No space left on device": {
                "queue_id": "AFD0A29663D",
                "text": "move to incoming queue failed: No space left on device",
            }
        },
    ),
    Format(
        "postfix/table-changed",
        "table {} has changed -- restarting",
        means=service.TABLE_CHANGED,
        samples={"table hash:/etc/postfix/virtual(0,lock|fold_fix) has changed -- restarting": {}},
    ),
    Format(
        "postfix/compatible-default",
        "using backwards-compatible default setting {text}",
        table="notice",
        means=service.COMPATIBLE,
        samples={
            'using backwards-compatible default setting append_dot_mydomain=yes to rewrite "mail" to "mail.example.com"': {
                "text": 'append_dot_mydomain=yes to rewrite "mail" to "mail.example.com"'
            },
            "using backwards-compatible default setting smtp_tls_security_level=(empty)": {
                "text": "smtp_tls_security_level=(empty)"
            },
        },
        since="3.0",
    ),
    Format(
        "postfix/compatible-default-typo",
        "using using backwards-compatible default setting {text}",
        table="notice",
        means=service.COMPATIBLE,
        samples={
            "using using backwards-compatible default setting smtp_tlsrpt_skip_reused_handshakes=yes": {
                "text": "smtp_tlsrpt_skip_reused_handshakes=yes"
            }
        },
        since="3.11",
    ),
    Format(
        "postfix/lmdb-size",
        "database {}: using size limit {}",
        means=service.DATABASE,
        samples={"database lmdb:/var/lib/postfix/verify_cache.lmdb: using size limit 33554432 after MDB_MAP_FULL": {}},
    ),
    Format(
        "postfix/database-redirect",
        "redirecting {} to {}",
        means=service.DATABASE,
        samples={"redirecting hash:/etc/aliases to lmdb:/etc/aliases": {}},
        since="3.11",
    ),
    Format(
        "postfix/ehlo-discard",
        "discarding EHLO keywords: {}",
        means=service.SETTING_USED,
        samples={"discarding EHLO keywords: CHUNKING": {}},
        since="2.2",
    ),
    Format(
        "postfix/dns-filtered",
        "ignoring DNS RR: {}",
        means=service.SETTING_USED,
        samples={"ignoring DNS RR: mx.example.org. 3600 IN AAAA 2001:db8::25": {}},
        since="3.0",
    ),
    Format(
        "postfix/cache-cleanup",
        "cache {} cleanup: retained={:int} dropped={:int} entries",
        means=service.CLEANED,
        samples={
            "cache lmdb:/var/lib/postfix/verify_cache full cleanup: retained=724 dropped=6 entries": {},
            "cache ??????????? partial cleanup: retained=1 dropped=0 entries": {},
        },
        since="2.7",
    ),
)
