"""What do master, the start script and the small services around the queue say?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import service

MASTER: tuple[Format, ...] = (
    Format(
        "master/started",
        "daemon started -- version {text:word}{?, configuration {}?}",
        table="notice",
        means=service.STARTED,
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
        means=service.RELOADED,
        samples={"reload -- version 2.11.0, configuration /etc/postfix": {"text": "2.11.0"}},
        since="2.6",
    ),
    Format(
        "master/reload-old",
        "reload configuration{? {}?}",
        means=service.RELOADED,
        samples={"reload configuration /etc/postfix": {}, "reload configuration": {}},
    ),
    Format(
        "master/terminating",
        "terminating on signal {text:word}",
        table="notice",
        means=service.STOPPED,
        samples={"terminating on signal 15": {"text": "15"}},
    ),
    Format(
        "master/exit-time",
        "master exit time has arrived",
        means=service.IDLE_EXIT,
        samples={"master exit time has arrived": {}},
    ),
    Format(
        "master/stale-status",
        "ignoring status update from child pid {:int} generation {:int}",
        means=service.STATUS,
        samples={"ignoring status update from child pid 4711 generation 12": {}},
    ),
    Format(
        "master/compatible-default",
        "{:word} line {:int}: using backwards-compatible default setting {text}",
        table="notice",
        means=service.COMPATIBLE,
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
        means=service.STATUS,
        samples={"waiting for the Postfix mail system to terminate": {}},
    ),
    Format(
        "script/action",
        "{text:lower} the Postfix mail system",
        table="notice",
        means=service.CONTROL,
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
        means=service.STATUS,
        samples={"the Postfix mail system is running: PID: 4711": {}, "the Postfix mail system is not running": {}},
    ),
    Format(
        "script/compatible",
        "Postfix is using backwards-compatible default settings",
        means=service.COMPATIBLE,
        samples={"Postfix is using backwards-compatible default settings": {}},
        since="3.0",
    ),
    Format(
        "script/compatible-see",
        "See {:word} for details",
        means=service.COMPATIBLE,
        samples={"See https://www.postfix.org/COMPATIBILITY_README.html for details": {}},
        since="3.0",
    ),
    Format(
        "script/compatible-disable",
        "To disable backwards compatibility use {}",
        means=service.COMPATIBLE,
        samples={'To disable backwards compatibility use "postconf compatibility_level=3.6" and "postfix reload"': {}},
        since="3.0",
    ),
)

TLSMGR: tuple[Format, ...] = (
    Format(
        "tlsmgr/entropy-reopen",
        "exiting to reopen external entropy source {}",
        means=service.ENTROPY,
        samples={"exiting to reopen external entropy source dev:/dev/urandom": {}},
    ),
    Format(
        "tlsmgr/entropy-unreadable",
        "cannot read from entropy device {text} -- exiting to reopen",
        table="notice",
        means=service.ENTROPY,
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
        means=service.ENTROPY,
        samples={
            "lost connection to EGD server /var/run/egd-pool -- exiting to reconnect": {"text": "/var/run/egd-pool"}
        },
    ),
    Format(
        "tlsmgr/no-tls",
        "TLS support is not compiled in -- exiting",
        means=service.NO_TLS,
        samples={"TLS support is not compiled in -- exiting": {}},
    ),
)

SCACHE: tuple[Format, ...] = (
    Format(
        "scache/lookups",
        "statistics: {:lower} lookup hits={:int} miss={:int} success={:int}%",
        means=service.STATISTICS,
        samples={
            "statistics: domain lookup hits=0 miss=1 success=0%": {},
            "statistics: address lookup hits=0 miss=1 success=0%": {},
        },
        since="2.2",
    ),
    Format(
        "scache/interval",
        "statistics: start interval {}",
        means=service.STATISTICS,
        samples={"statistics: start interval Dec  6 21:20:35": {}},
        since="2.2",
    ),
    Format(
        "scache/maximum",
        "statistics: max simultaneous domains={:int} addresses={:int} connection={:int}",
        means=service.STATISTICS,
        samples={"statistics: max simultaneous domains=1 addresses=1 connection=1": {}},
        since="2.2",
    ),
)

REINDEX: tuple[Format, ...] = (
    Format(
        "reindex/done",
        "successfully executed '{}' as uid {:int}",
        means=service.REINDEXED,
        samples={"successfully executed 'postmap lmdb:/etc/postfix/virtual' as uid 0": {}},
        since="3.11",
    ),
    Format(
        "reindex/exists",
        "target file '{}' already exists, skipping this request",
        means=service.REINDEXED,
        samples={"target file '/etc/postfix/virtual.lmdb' already exists, skipping this request": {}},
        since="3.11",
    ),
)
