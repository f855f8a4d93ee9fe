"""Can text that an attacker writes forge or hide what the queue and delivery daemons say?"""

from __future__ import annotations

import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from postwarden.parse.format import Format
from postwarden.parse.formats.mail_system import GROUPS
from postwarden.parse.reference import pattern, read_text


@cache
def formats_of(daemon: str) -> tuple[tuple[Format, re.Pattern[bytes]], ...]:
    group = next(group for group in GROUPS if daemon in group.daemons)
    return tuple((form, pattern(form.parts)) for form in group.formats)


def read(daemon: str, text: str) -> tuple[str, dict[str, str]]:
    found = read_text(text.encode(), formats_of(daemon))
    assert found is not None, text
    return found[0].name, {name: value.decode() for name, value in found[1].items()}


RESULT = "relay=mx.example.org[198.51.100.25]:25, delay=0.02, delays=0.01/0.01/0/0"
SENT = "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 8673022CB0)"
FRAGMENTS = [
    *'ab@<>", =()[]:;\\0é',
    ">, size=1, nrcpt=999 (queue active)",
    ">, relay=none, delay=0, delays=0/0/0/0",
    ">, orig_to=<",
    ", dsn=2.0.0, status=sent (",
    ">, status=expired, returned to sender",
]
HOSTILE = st.lists(st.sampled_from(FRAGMENTS)).map("".join)


def quoted(local: str) -> str:
    """A local part in the external form in which Postfix has logged it since 3.5."""
    return '"' + local.replace("\\", "\\\\").replace('"', '\\"') + '"@example.com'


# Trap 6: the tls= field of 3.11


def test_trap_06_each_shape_of_the_tls_field_leaves_the_result_as_it_is() -> None:
    for tls in ("may", "may?", "may:none", "none?", "dane/requiretls", "dane/!requiretls:nocertmatch", "dane:encrypt"):
        name, fields = read("smtp", f"7EE668039: to=<user@example.com>, {RESULT}, tls={tls}, {SENT}")
        assert (name, fields["tls"], fields["delays"]) == ("delivery/recipient", tls, "0.01/0.01/0/0")
        assert (fields["dsn"], fields["status"]) == ("2.0.0", "sent")


# Trap 7: addresses that look like Postfix's own text


def test_trap_07_a_quoted_sender_cannot_forge_nrcpt() -> None:
    sender = '"x>, size=1, nrcpt=999 (queue active) from=<ceo"@example.com'
    name, fields = read("qmgr", f"0EED929665A: from=<{sender}>, size=255, nrcpt=2 (queue active)")
    assert name == "qmgr/active"
    assert (fields["sender"], fields["size"], fields["recipients"]) == (sender, "255", "2")


def test_trap_07_an_unquoted_sender_cannot_forge_nrcpt() -> None:
    sender = "x>, size=1, nrcpt=999 (queue active)@example.com"
    _, fields = read("qmgr", f"0EED929665A: from=<{sender}>, size=255, nrcpt=2 (queue active)")
    assert (fields["sender"], fields["recipients"]) == (sender, "2")


@given(HOSTILE)
def test_trap_07_no_sender_forges_or_hides_the_size_and_recipients(sender: str) -> None:
    name, fields = read("qmgr", f"0EED929665A: from=<{sender}>, size=255, nrcpt=2 (queue active)")
    assert (name, fields["size"], fields["recipients"]) == ("qmgr/active", "255", "2")


def test_trap_07_a_sender_cannot_expire_his_message() -> None:
    sender = "x>, status=expired, returned to sender"
    assert read("qmgr", f"0EED929665A: from=<{sender}>, size=255, nrcpt=2 (queue active)")[0] == "qmgr/active"


def test_trap_07_a_quoted_recipient_cannot_forge_the_result() -> None:
    recipient = '"x>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (fake"@example.org'
    _, fields = read("smtp", f"7EE668039: to=<{recipient}>, {RESULT}, dsn=5.7.1, status=bounced (no)")
    assert (fields["recipient"], fields["dsn"], fields["status"]) == (recipient, "5.7.1", "bounced")


@given(HOSTILE, HOSTILE, HOSTILE)
def test_trap_07_no_quoted_address_forges_or_hides_the_result(recipient: str, original: str, reply: str) -> None:
    to = f"to=<{quoted(recipient)}>, orig_to=<{quoted(original)}>"
    name, fields = read("smtp", f"7EE668039: {to}, {RESULT}, dsn=5.7.1, status=bounced ({reply})")
    assert (name, fields["recipient"]) == ("delivery/recipient", quoted(recipient))
    assert fields["orig_recipient"] == quoted(original)
    assert (fields["relay"], fields["dsn"]) == ("mx.example.org[198.51.100.25]:25", "5.7.1")
    assert (fields["status"], fields["reason"]) == ("bounced", reply + ")")


def test_trap_07_a_local_sender_cannot_forge_the_requeued_id() -> None:
    name, fields = read("pickup", "8FF9029631B: uid=33 from=<x> orig_id=391DB296678>")
    assert (name, fields["sender"]) == ("pickup/submitted", "x> orig_id=391DB296678")
    assert "orig_queue_id" not in fields


# Trap 8: the other side's reply


def test_trap_08_a_remote_reply_cannot_forge_the_status() -> None:
    reply = "host mx said: 550 5.7.1 nope) , dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as FAKE12345"
    _, fields = read("smtp", f"7EE668039: to=<user@example.com>, {RESULT}, dsn=5.7.1, status=bounced ({reply})")
    assert (fields["dsn"], fields["status"], fields["reason"]) == ("5.7.1", "bounced", reply + ")")


def test_trap_08_a_remote_reply_cannot_forge_a_recipient() -> None:
    reply = f"550 >, orig_to=<ceo@example.com>, {RESULT}, {SENT}"
    _, fields = read("smtp", f"7EE668039: to=<user@example.com>, {RESULT}, dsn=5.7.1, status=bounced ({reply})")
    assert (fields["recipient"], fields["status"]) == ("user@example.com", "bounced")
    assert "orig_recipient" not in fields


def test_trap_08_a_reply_alone_is_no_delivery() -> None:
    line = f"ED59C3D: host mx.example.org[192.0.2.23] said: 450 to=<a@example.com>, {RESULT}, {SENT}"
    assert read("smtp", line)[0] == "smtp/host-said"


# Trap 9: header text in front of the facts

TRUE = "from host-10.example.net[203.0.113.10]; from=<bob@example.com> to=<ok2@example.org> proto=ESMTP helo=<h>"
FORGED = "from mx.example.net[198.51.100.66]; from=<ceo@example.com> to=<v@example.org> proto=ESMTP helo=<z>"


def test_trap_09_a_plain_subject_leaves_the_facts() -> None:
    name, fields = read("cleanup", f"5F5F1296692: warning: header Subject: news from home {TRUE}")
    assert (name, fields["text"]) == ("cleanup/header-check", "Subject: news from home")
    assert (fields["ip"], fields["sender"], fields["helo"]) == ("203.0.113.10", "bob@example.com", "h")


def test_trap_09_a_subject_cannot_forge_facts() -> None:
    name, fields = read("cleanup", f"5F5F1296692: warning: header Subject: evil {FORGED} {TRUE}")
    assert name == "cleanup/header-check-ambiguous"
    assert (fields["queue_id"], fields["action"]) == ("5F5F1296692", "warning")
    assert not {"client", "ip", "sender", "recipient", "helo"} & set(fields)


def test_trap_09_neither_can_a_recipient_or_a_replacement() -> None:
    in_recipient = TRUE.replace("ok2@example.org", f'" {FORGED}"@example.org')
    for line in (
        f"warning: header Subject: x {in_recipient}",
        f"replace: header Subject: x {TRUE}: Subject: y {FORGED}",
    ):
        assert not {"client", "ip", "sender"} & set(read("cleanup", f"5F5F1296692: {line}")[1])


@given(st.lists(st.sampled_from([FORGED, TRUE, " ", "; from=<", " from ", "[", "]", "x", '"', ": "])).map("".join))
def test_trap_09_no_subject_hides_the_line_or_forges_the_address(subject: str) -> None:
    name, fields = read("cleanup", f"5F5F1296692: hold: header Subject: {subject} {TRUE}")
    assert name.startswith("cleanup/header-check")
    assert fields.get("ip", "203.0.113.10") == "203.0.113.10"
    assert fields.get("sender", "bob@example.com") == "bob@example.com"


def test_trap_09_a_message_id_stays_a_message_id() -> None:
    planted = "<a@example.net>, sasl_method=PLAIN, sasl_username=ceo@example.com"
    name, fields = read("cleanup", f"5F5F1296692: message-id={planted}")
    assert (name, fields) == ("cleanup/message-id", {"queue_id": "5F5F1296692", "message_id": planted})


# Trap 10: lines cut at 2000 bytes


def test_trap_10_a_reason_without_its_end_is_read() -> None:
    line = f"7EE668039: to=<user@example.com>, {RESULT}, dsn=5.7.1, status=bounced (host said: {'x' * 2000}"[:2000]
    name, fields = read("smtp", line)
    assert (name, fields["status"]) == ("delivery/recipient", "bounced")
    assert fields["reason"].startswith("host said: x")
    assert len(line) == 2000


def test_trap_10_a_line_cut_before_its_result_is_unread_and_not_guessed() -> None:
    for daemon, line in (
        ("smtp", "7EE668039: to=<" + "x" * 1985),
        ("smtp", "7EE668039: to=<" + "x" * 1900 + "@example.org>, relay=mx.example.org[198.51.100.25]:25, del"),
        ("qmgr", "7EE668039: from=<" + "x" * 1980),
    ):
        assert read_text(line.encode(), formats_of(daemon)) is None


# Traps 17 and 19: retries and requeueing


def test_trap_17_queue_active_is_read_the_same_on_every_retry() -> None:
    line = "AD3E3384D9: from=<bob@example.com>, size=3206, nrcpt=50 (queue active)"
    assert read("qmgr", line) == read("qmgr", line)
    assert read("qmgr", line)[1]["recipients"] == "50"


def test_trap_19_a_requeued_message_names_its_old_id() -> None:
    name, fields = read("pickup", "CB63729638C: uid=100 from=<bob@example.com> orig_id=391DB296678")
    assert (name, fields["queue_id"], fields["orig_queue_id"]) == ("pickup/submitted", "CB63729638C", "391DB296678")
    assert read("postsuper", "391DB296678: requeued") == ("postsuper/requeued", {"queue_id": "391DB296678"})


# Traps 21 and 22: ends and bounces


def test_trap_21_removed_means_three_things() -> None:
    assert read("qmgr", "5F5F1296692: removed")[0] == "qmgr/removed"
    assert read("postsuper", "5F5F1296692: removed")[0] == "postsuper/removed"
    assert read("cleanup", "5F5F1296692: removed (canceled)")[0] == "cleanup/removed-canceled"
    assert read("cleanup", "5F5F1296692: removed (discarded)")[0] == "cleanup/removed-discarded"


def test_trap_22_a_bounce_names_both_ids_whichever_line_comes_first() -> None:
    name, fields = read("bounce", "17CCA8044: sender non-delivery notification: ADD2F8052")
    assert (name, fields) == ("bounce/non-delivery", {"queue_id": "17CCA8044", "related": "ADD2F8052"})
    assert (
        read("cleanup", "ADD2F8052: message-id=<20261120234439.ADD2F8052@mail.example.com>")[1]["queue_id"]
        == "ADD2F8052"
    )


# Traps 24 to 26: words that mean something else


def test_trap_24_warning_is_a_severity_before_the_queue_id_and_an_action_after_it() -> None:
    assert read("cleanup", "warning: 5F5F1296692: queue file size limit exceeded")[0] == "postfix/queue-warning"
    name, fields = read("cleanup", f"5F5F1296692: warning: header Subject: x {TRUE}")
    assert (name, fields["action"]) == ("cleanup/header-check", "warning")


def test_trap_25_probes_keep_their_own_status() -> None:
    for status in ("deliverable", "undeliverable", "undeliverable-but-not-cached"):
        assert (
            read("smtp", f"7EE668039: to=<user@example.com>, {RESULT}, dsn=2.1.5, status={status} (ok)")[1]["status"]
            == status
        )


def test_trap_26_discarded_mail_is_told_by_its_daemon_and_relay() -> None:
    result = "relay=none, delay=0.05, delays=0.05/0/0/0, dsn=2.0.0, status=sent (example.com)"
    name, fields = read("discard", f"25F2E5E061: to=<a@example.com>, {result}")
    assert (name, fields["status"], fields["relay"]) == ("delivery/recipient", "sent", "none")
