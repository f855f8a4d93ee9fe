"""How does each version of Dovecot name the login that its auth processes talk of?"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.parse.format import Sample

_IN_OLD = "({account},{ip:ip}{?,master?}{?,<{session:word}>?}): {?Info: ?}"
_IN_NEW = "({account},{ip:ip}{?,sasl:{method:word}?}{?,master?})"
JOB = "({:int}): {?Info: ?}{?conn {:plain} ({:plain}): auth-worker<{:int}>: ?}"
_REQUEST = "<{:int}>{?<{session:word}>?}: {?Info: ?}{?request [{:int}]: ?}"


@dataclass(frozen=True, slots=True)
class Who:
    """How one version names the login."""

    suffix: str
    template: str
    samples: dict[str, Sample]
    since: str = ""


BY_AUTH = (
    Who(
        "",
        "{driver:word}" + _IN_OLD,
        {
            "passwd-file(bob@example.com,203.0.113.9,<youpi>): ": {
                "driver": "passwd-file",
                "account": "bob@example.com",
                "ip": "203.0.113.9",
                "session": "youpi",
            },
            "sql(eve (sales),2001:db8::9): ": {"driver": "sql", "account": "eve (sales)", "ip": "2001:db8::9"},
            "ldap(bob,::ffff:203.0.113.9,master,<a/+>): Info: ": {
                "driver": "ldap",
                "account": "bob",
                "ip": "::ffff:203.0.113.9",
                "session": "a/+",
            },
        },
    ),
    Who(
        "-2.4",
        _IN_NEW + "{?<{session:word}>?}: {?Info: ?}{driver:word}: ",
        {
            "(bob@example.com,203.0.113.9,sasl:plain)<youpi>: passwd-file: ": {
                "driver": "passwd-file",
                "account": "bob@example.com",
                "ip": "203.0.113.9",
                "method": "plain",
                "session": "youpi",
            },
            "(bob,203.0.113.9,sasl:scram-sha-256,master): Info: sql: ": {
                "driver": "sql",
                "account": "bob",
                "ip": "203.0.113.9",
                "method": "scram-sha-256",
            },
        },
        "Dovecot 2.4",
    ),
    Who(
        "-2.4-mechanism",  # the mechanism itself says it, no driver
        _IN_NEW + "{?<{session:word}>?}: {?Info: ?}",
        {
            "(?,203.0.113.9,sasl:cram-md5)<q>: ": {
                "account": "?",
                "ip": "203.0.113.9",
                "method": "cram-md5",
                "session": "q",
            }
        },
        "Dovecot 2.4",
    ),
)

BY_WORKER = (
    Who(
        "-worker",
        JOB + "{driver:word}" + _IN_OLD,
        {
            "(24544): pam(toto,203.0.113.9): ": {"driver": "pam", "account": "toto", "ip": "203.0.113.9"},
            "(14864): Info: conn unix:auth-worker (pid=14830,uid=109): auth-worker<6>: sql(bob,2001:db8::9,<q>): ": {
                "driver": "sql",
                "account": "bob",
                "ip": "2001:db8::9",
                "session": "q",
            },
        },
    ),
    Who(
        "-worker-2.4",
        _IN_NEW + _REQUEST + "{driver:word}: ",
        {
            "(bob@example.com,203.0.113.9,sasl:plain)<711><youpi>: request [4]: sql: ": {
                "driver": "sql",
                "account": "bob@example.com",
                "ip": "203.0.113.9",
                "method": "plain",
                "session": "youpi",
            },
            "(bob,203.0.113.9)<711>: request [5]: pam: ": {"driver": "pam", "account": "bob", "ip": "203.0.113.9"},
        },
        "Dovecot 2.4",
    ),
)
