"""What do master, the start script and the small services around the queue say?"""

from __future__ import annotations

from postwarden.parse.format import Format

MASTER: tuple[Format, ...] = (
    Format(
        "master/started",
        "daemon started -- version {text:word}{?, configuration {}?}",
        table="notice",
        samples={
            "daemon started -- version 3.7.11, configuration /etc/postfix": {"text": "3.7.11"},
            "daemon started -- version 3.12-20260821, configuration /etc/postfix-out": {"text": "3.12-20260821"},
            "daemon started -- version 2.0.20": {"text": "2.0.20"},
        },
    ),
    Format(
        "master/reload",
        "reload -- version {text:word}{?, configuration {}?}",
        table="notice",
        samples={"reload -- version 2.11.0, configuration /etc/postfix": {"text": "2.11.0"}},
        since="2.6",
    ),
    Format(
        "master/reload-old",
        "reload configuration{? {}?}",
        samples={"reload configuration /etc/postfix": {}, "reload configuration": {}},
    ),
    Format(
        "master/terminating",
        "terminating on signal {text:word}",
        table="notice",
        samples={"terminating on signal 15": {"text": "15"}},
    ),
    Format("master/exit-time", "master exit time has arrived", samples={"master exit time has arrived": {}}),
    Format(
        "master/stale-status",
        "ignoring status update from child pid {:int} generation {:int}",
        samples={"ignoring status update from child pid 4711 generation 12": {}},
    ),
    Format(
        "master/compatible-default",
        "{:word} line {:int}: using backwards-compatible default setting {text}",
        table="notice",
        samples={
            "/etc/postfix/master.cf: line 12: using backwards-compatible default setting chroot=y": {"text": "chroot=y"}
        },
        since="3.0",
    ),
)

SCRIPT: tuple[Format, ...] = (
    Format(
        "script/waiting",
        "waiting for the Postfix mail system to terminate",
        samples={"waiting for the Postfix mail system to terminate": {}},
    ),
    Format(
        "script/action",
        "{text:lower} the Postfix mail system",
        table="notice",
        samples={
            "starting the Postfix mail system": {"text": "starting"},
            "stopping the Postfix mail system": {"text": "stopping"},
            "refreshing the Postfix mail system": {"text": "refreshing"},
            "aborting the Postfix mail system": {"text": "aborting"},
        },
    ),
    Format(
        "script/status",
        "the Postfix mail system is {}",
        samples={"the Postfix mail system is running: PID: 4711": {}, "the Postfix mail system is not running": {}},
    ),
    Format(
        "script/compatible",
        "Postfix is using backwards-compatible default settings",
        samples={"Postfix is using backwards-compatible default settings": {}},
        since="3.0",
    ),
    Format(
        "script/compatible-see",
        "See {:word} for details",
        samples={"See https://www.postfix.org/COMPATIBILITY_README.html for details": {}},
        since="3.0",
    ),
    Format(
        "script/compatible-disable",
        "To disable backwards compatibility use {}",
        samples={'To disable backwards compatibility use "postconf compatibility_level=3.6" and "postfix reload"': {}},
        since="3.0",
    ),
)

TLSMGR: tuple[Format, ...] = (
    Format(
        "tlsmgr/entropy-reopen",
        "exiting to reopen external entropy source {}",
        samples={"exiting to reopen external entropy source dev:/dev/urandom": {}},
    ),
    Format(
        "tlsmgr/entropy-unreadable",
        "cannot read from entropy device {text} -- exiting to reopen",
        table="notice",
        samples={
            "cannot read from entropy device /dev/urandom: Input/output error -- exiting to reopen": {
                "text": "/dev/urandom: Input/output error"
            }
        },
    ),
    Format(
        "tlsmgr/egd-lost",
        "lost connection to EGD server {text} -- exiting to reconnect",
        table="notice",
        samples={
            "lost connection to EGD server /var/run/egd-pool -- exiting to reconnect": {"text": "/var/run/egd-pool"}
        },
    ),
    Format(
        "tlsmgr/no-tls",
        "TLS support is not compiled in -- exiting",
        samples={"TLS support is not compiled in -- exiting": {}},
    ),
)

SCACHE: tuple[Format, ...] = (
    Format(
        "scache/lookups",
        "statistics: {:lower} lookup hits={:int} miss={:int} success={:int}%",
        samples={
            "statistics: domain lookup hits=0 miss=1 success=0%": {},
            "statistics: address lookup hits=0 miss=1 success=0%": {},
        },
        since="2.2",
    ),
    Format(
        "scache/interval",
        "statistics: start interval {}",
        samples={"statistics: start interval Dec  6 21:20:35": {}},
        since="2.2",
    ),
    Format(
        "scache/maximum",
        "statistics: max simultaneous domains={:int} addresses={:int} connection={:int}",
        samples={"statistics: max simultaneous domains=1 addresses=1 connection=1": {}},
        since="2.2",
    ),
)

REINDEX: tuple[Format, ...] = (
    Format(
        "reindex/done",
        "successfully executed '{}' as uid {:int}",
        samples={"successfully executed 'postmap lmdb:/etc/postfix/virtual' as uid 0": {}},
        since="3.11",
    ),
    Format(
        "reindex/exists",
        "target file '{}' already exists, skipping this request",
        samples={"target file '/etc/postfix/virtual.lmdb' already exists, skipping this request": {}},
        since="3.11",
    ),
)
