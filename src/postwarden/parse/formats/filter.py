"""What do the policy services and filters say that run under a `postfix/…` name?

What they decide, smtpd and cleanup log as a reject, hold or prepend: here their lines are only recognised.
"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import refusal

POLICY_SPF: tuple[Format, ...] = (
    Format(
        "policy-spf/result",
        ": SPF {}",
        means=refusal.POLICY_RESULT,
        samples={": SPF pass (Mechanism 'ip4:192.0.2.0/28' matched): Envelope-from: news@example.com": {}},
    ),
    Format(
        "policy-spf/result-queued",
        "{:queue_id}: SPF {}",
        means=refusal.POLICY_RESULT,
        samples={
            "AFD0A29663D: SPF none (No applicable sender policy available): Envelope-from: news@example.com": {},
        },
    ),
    Format(
        "policy-spf/action",
        ": Policy action={}",
        means=refusal.POLICY_RESULT,
        samples={
            ': Policy action=PREPEND Received-SPF: none (example.com: No applicable sender policy available) receiver=mail.example.org; identity=mailfrom; envelope-from="news@example.com"; helo=mx.example.com; client-ip=192.0.2.41': {}
        },
    ),
    Format(
        "policy-spf/action-queued",
        "{:queue_id}: Policy action={}",
        means=refusal.POLICY_RESULT,
        samples={"AFD0A29663D: Policy action=DUNNO": {}},
    ),
    Format(
        "policy-spf/action-bare", "Policy action={}", means=refusal.POLICY_RESULT, samples={"Policy action=DUNNO": {}}
    ),
    Format(
        "policy-spf/handler",
        "handler {:lower}: {}",
        means=refusal.POLICY_RESULT,
        samples={"handler sender_policy_framework: is decisive.": {}},
    ),
)

POLICYD_SPF: tuple[Format, ...] = (
    Format(
        "policyd-spf/prepend",
        "prepend {}",
        means=refusal.POLICY_RESULT,
        samples={
            "prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.41; helo=mx.example.com; envelope-from=news@example.com; receiver=bob@example.org": {},
            "prepend Authentication-Results: mail.example.org; spf=pass (sender SPF authorized) smtp.mailfrom=example.com": {},
        },
    ),
    Format(
        "policyd-spf/refused",
        "{:int} {:dsn} {}",
        means=refusal.POLICY_REFUSED,
        samples={
            "550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see http://www.example.org/why; identity=mailfrom; client-ip=192.0.2.41": {}
        },
    ),
    Format(
        "policyd-spf/result",
        "{:word}; identity={}",
        means=refusal.POLICY_RESULT,
        samples={
            "Pass; identity=mailfrom; client-ip=192.0.2.41; helo=mx.example.com; envelope-from=news@example.com; receiver=bob@example.org": {},
            "None; identity=no SPF record; client-ip=192.0.2.41": {},
        },
    ),
    Format(
        "policyd-spf/check",
        "spfcheck: {}",
        means=refusal.POLICY_RESULT,
        samples={"spfcheck: pyspf result: \"['Pass', '', 'helo']\"": {}},
    ),
)

POLICYD_WEIGHT: tuple[Format, ...] = (
    Format(
        "policyd-weight/check",
        "weighted check: {}",
        means=refusal.POLICY_RESULT,
        samples={
            "weighted check:  NOT_IN_SBL_XBL_SPAMHAUS=-1.5 CL_IP_EQ_HELO_IP=-2 (check from: .example. - helo: .mx.example. - helo-domain: .example.) <client=192.0.2.41> <helo=mx.example.com> <from=news@example.com> <to=bob@example.org>, rate: -7": {}
        },
    ),
    Format(
        "policyd-weight/decided",
        "decided action={}",
        means=refusal.POLICY_RESULT,
        samples={
            "decided action=PREPEND X-policyd-weight: using cached result; rate: -7; <client=192.0.2.41> <helo=mx.example.com> <from=news@example.com> <to=bob@example.org>; delay: 0s": {}
        },
    ),
)

POSTGREY: tuple[Format, ...] = (
    Format(
        "postgrey/action",
        "action={:lower}, {}",
        means=refusal.GREYLIST,
        samples={
            "action=greylist, reason=new, client_name=mx.example.com, client_address=192.0.2.41, sender=news@example.com, recipient=bob@example.org": {}
        },
    ),
)
