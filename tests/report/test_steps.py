"""Are the commands the right ones, safe to paste, and do they spare the owner?"""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import replace

import pytest

from postwarden.model.findings import AccountVerdict, Spared, Verdict
from postwarden.report.steps import Command, account_steps, server_steps
from report import sample


def lines(account: AccountVerdict) -> list[str]:
    return [str(command) for step in account_steps(account) for command in step.commands]


def with_queue(ids: int, queued: int) -> AccountVerdict:
    account = sample.compromised()
    names = tuple(f"4d8Gkx1QPzz{number:02d}" for number in range(ids))
    return replace(account, blast=replace(account.blast, queued_ids=names, queued=queued))


def test_a_compromised_account_is_stopped_before_anything_else() -> None:
    titles = [step.title for step in account_steps(sample.compromised())]
    assert titles[0] == "Set a new password"
    assert titles[1].startswith("Forget the old password")
    assert titles[2] == "Hold its mail that is still queued (9)"
    assert titles[3].startswith("Ban")


def test_a_suspicious_account_is_not_locked() -> None:
    steps = account_steps(sample.suspicious())
    assert steps[0].title.startswith("Ask the owner")
    assert not any("passwd" in line or "nft" in line for line in lines(sample.suspicious()))


def test_few_queue_ids_are_written_out() -> None:
    (held,) = [line for line in lines(with_queue(3, 3)) if "postsuper" in line]
    assert held == r"printf '%s\n' 4d8Gkx1QPzz00 4d8Gkx1QPzz01 4d8Gkx1QPzz02 | postsuper -h -"


@pytest.mark.parametrize(("ids", "queued"), [(1000, 5000), (41, 41), (2, 3), (0, 7)])
def test_many_or_incomplete_queue_ids_come_from_the_report(ids: int, queued: int) -> None:
    (held,) = [line for line in lines(with_queue(ids, queued)) if "postsuper" in line]
    assert held.startswith("postwarden check --account anna.lindqvist@example.org --format json | jq -r")
    assert held.endswith("| postsuper -h -")


def test_nothing_queued_needs_no_hold() -> None:
    assert not any("postsuper" in line for line in lines(with_queue(0, 0)))


def bans(account: AccountVerdict) -> list[str]:
    return [line for line in lines(account) if "ban" in line or "saddr" in line]


def test_the_owners_network_is_never_banned() -> None:
    assert bans(sample.compromised())
    assert not any("192.0.2.0/24" in line for line in bans(sample.compromised()))
    assert any("203.0.113.0/24" in line for line in bans(sample.compromised()))


def test_what_is_spared_is_never_banned_and_named_with_its_reasons() -> None:
    vpn = Spared("203.0.113.0/24", ("carl comes from there", "it has addresses of 203.0.113.0/26 (trusted_networks)"))
    account = replace(sample.compromised(), spared=(*sample.compromised().spared, vpn))
    assert bans(account)
    assert not any("203.0.113.0/24" in line for line in bans(account))
    (ban,) = [step for step in account_steps(account) if step.title.startswith("Ban")]
    assert f"203.0.113.0/24 ({vpn.why[0]}; {vpn.why[1]})" in ban.note


def test_where_the_owner_is_unknown_the_administrator_is_told_to_check() -> None:
    unknown = replace(sample.compromised(), owner=(), spared=())
    (ban,) = [step for step in account_steps(unknown) if step.title.startswith("Ban")]
    assert "check first that none of them is the owner's." in ban.note


def test_no_ban_is_left_when_all_networks_are_spared() -> None:
    account = sample.compromised()
    account = replace(account, blast=replace(account.blast, networks=("192.0.2.0/24",)))
    assert bans(account) == []
    (step,) = [step for step in account_steps(account) if "ban" in step.title]
    assert "192.0.2.0/24 (the owner comes from there)" in step.note


def test_an_account_of_the_system_is_locked_and_can_be_unlocked() -> None:
    step = account_steps(replace(sample.compromised(), account="www-data"))[0]
    assert [str(command) for command in step.commands] == ["passwd -l www-data"]
    assert str(step.undo) == "passwd -u www-data"


def test_a_name_cannot_become_an_option() -> None:
    said = lines(replace(sample.compromised(), account="-Rf"))
    assert "passwd -l -- -Rf" in said
    assert "doveadm kick -- -Rf" in said


def test_a_name_cannot_become_a_mask_that_throws_out_others() -> None:
    said = lines(replace(sample.compromised(), account="*@example.org"))
    assert not any("kick" in line for line in said)


@pytest.mark.parametrize("name", ["$(reboot)", "a b; id", "`id`@example.org", "o'brien@example.org", sample.HOSTILE])
def test_every_word_survives_the_shell(name: str) -> None:
    account = replace(sample.suspicious(), account=name)
    (kick,) = [command for step in account_steps(account) for command in step.commands if "kick" in command.words]
    script = "doveadm() { printf '%s\\n' \"$@\"; }\n" + str(kick)
    printed = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout.decode()
    assert printed == f"kick\n{name}\n"


def test_pipes_are_no_words() -> None:
    command = Command.of("printf", "a|b").into(Command.of("cat"))
    assert shlex.split(str(command)) == ["printf", "a|b", "|", "cat"]
    assert subprocess.run(["bash", "-c", str(command)], capture_output=True, check=True).stdout == b"a|b"


def test_blocklists_are_asked_only_after_a_break_in() -> None:
    assert server_steps(sample.quiet()) == []
    assert server_steps(replace(sample.incident(), verdict=Verdict.SUSPICIOUS)) == []


def test_the_blocklist_query_turns_addresses_around() -> None:
    (command,) = server_steps(sample.incident())[0].commands
    asked = str(command).replace("-rn1 host", "-rn1 echo")
    script = "hostname() { echo '192.0.2.10 2001:db8::1 '; }\n" + asked
    printed = subprocess.run(["bash", "-c", script], capture_output=True, check=True)
    assert printed.stdout == b"10.2.0.192.zen.spamhaus.org\n"
