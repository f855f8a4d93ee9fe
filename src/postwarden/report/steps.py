"""What can the administrator do now, as commands to copy?

Every word of a command is quoted for the shell, because account names and queue ids come from the log.
Each step that changes something says how to take it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from postwarden.model.findings import AccountVerdict, Report, Verdict
from postwarden.report.neutral import shell_word
from postwarden.report.wording import listed

_IDS_TO_LIST = 40
"""More queue ids than this are piped from the report instead of being written out."""
_NETWORKS_TO_LIST = 24
_SPARED_TO_LIST = 8


@dataclass(frozen=True, slots=True)
class Command:
    """One command line as shell words that are already quoted; a pipe is a word of its own."""

    words: tuple[str, ...]
    remark: str = ""
    """What to know before this line."""

    @classmethod
    def of(cls, *words: str) -> Command:
        return cls(tuple(shell_word(word) for word in words))

    def into(self, other: Command) -> Command:
        return Command((*self.words, "|", *other.words))

    def after(self, remark: str) -> Command:
        return replace(self, remark=remark)

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    title: str
    note: str = ""
    commands: tuple[Command, ...] = ()
    undo: Command | None = None


def account_steps(account: AccountVerdict) -> list[Step]:
    """What to do about one account, most urgent first."""
    name = account.account
    if account.verdict is Verdict.COMPROMISED:
        steps = [_lock(name), _throw_out(name), _hold(account), _ban(account), _traces(name)]
    elif account.verdict is Verdict.SUSPICIOUS:
        steps = [_ask(account), _traces(name)]
    else:
        steps = []
    return [step for step in steps if step]


def server_steps(report: Report) -> list[Step]:
    """What to do once, after the accounts."""
    if report.verdict is not Verdict.COMPROMISED:
        return []
    return [
        Step(
            "See whether blocklists name this server",
            "An answer 127.0.0.x means listed, NXDOMAIN not listed; 127.255.255.x means that your resolver may not "
            "ask. Behind NAT, ask for your public address instead.",
            (
                Command.of("hostname", "-I")
                .into(Command.of("tr", " ", r"\n"))
                .into(Command.of("awk", "-F.", 'NF==4 {print $4"."$3"."$2"."$1".zen.spamhaus.org"}'))
                .into(Command.of("xargs", "-rn1", "host")),
            ),
        ),
        Step("Run the check again in an hour", "", (Command.of("postwarden", "check", "--since", "1h"),)),
    ]


def _operand(name: str) -> tuple[str, ...]:
    """A name that begins with a dash must not become an option."""
    return ("--", name) if name.startswith("-") else (name,)


def _lock(name: str) -> Step:
    if "@" in name:
        return Step(
            "Set a new password",
            "Where your accounts are kept (PostfixAdmin, SQL, LDAP, a file). This asks for it and prints its hash:",
            (Command.of("doveadm", "pw", "-s", "BLF-CRYPT"),),
        )
    return Step(
        "Lock the password",
        "If this is an account of the system; else set a new password where your accounts are kept.",
        (Command.of("passwd", "-l", *_operand(name)),),
        Command.of("passwd", "-u", *_operand(name)),
    )


def _throw_out(name: str) -> Step:
    return Step(
        "Forget the old password and end its sessions",
        "If Dovecot runs here. An SMTP session that is open now goes on until its network is banned (below) or "
        "Postfix is restarted.",
        _dovecot_forgets(name),
    )


def _dovecot_forgets(name: str) -> tuple[Command, ...]:
    flush = Command.of("doveadm", "auth", "cache", "flush", *_operand(name))
    if set(name) & set("*?"):  # kick takes a mask: it would end the sessions of others
        return (flush,)
    return (flush, Command.of("doveadm", "kick", *_operand(name)))


def _hold(account: AccountVerdict) -> Step | None:
    blast = account.blast
    if not blast.queued:
        return None
    if blast.queued_ids and len(blast.queued_ids) == blast.queued <= _IDS_TO_LIST:
        source, note = Command.of("printf", r"%s\n", *blast.queued_ids), ""
    else:
        source = Command.of("postwarden", "check", "--account", account.account, "--format", "json").into(
            Command.of("jq", "-r", ".accounts[].blast.queued_ids[]")
        )
        note = "Add the logs that you checked, if you named any. "
        note += "At most 1,000 ids are listed: repeat until none is left. " if blast.queued > 1000 else ""
    return Step(
        f"Hold its mail that is still queued ({blast.queued:,})",
        f"{note}Nothing is deleted; the same line with -H instead of -h lets it go.",
        (source.into(Command.of("postsuper", "-h", "-")),),
    )


def _ban(account: AccountVerdict) -> Step | None:
    kept = {spared.network for spared in account.spared} | {own.network for own in account.owner}
    foreign = [net for net in account.blast.networks if net not in kept]
    shown = foreign[:_NETWORKS_TO_LIST]
    if not shown:
        return _no_ban(account) if account.spared else None
    return Step(
        f"Ban the intruder's networks ({len(shown)})",
        " ".join(_ban_notes(account, len(foreign) - len(shown))),
        (*_nft(shown), _fail2ban(shown)),
        Command.of("nft", "delete", "table", "inet", "postwarden"),
    )


def _ban_notes(account: AccountVerdict, left_out: int) -> Iterable[str]:
    yield "With nftables: this cuts their open sessions too."
    if not account.owner:
        yield "The log does not show where the owner comes from: check first that none of them is the owner's."
    if account.spared:
        yield f"Left out: {_left_out(account)}."
    if left_out > 0:
        yield f"{left_out:,} more networks are in the JSON report."


def _no_ban(account: AccountVerdict) -> Step:
    return Step(
        "Do not ban the networks that bad logins came from",
        f"Others need them: {_left_out(account)}. Once the password is new, the intruder is out.",
    )


def _left_out(account: AccountVerdict) -> str:
    told = [f"{spared.network} ({'; '.join(spared.why)})" for spared in account.spared]
    return listed(told, _SPARED_TO_LIST)


def _nft(networks: list[str]) -> Iterable[Command]:
    yield Command.of("nft", "add", "table", "inet", "postwarden")
    yield Command.of("nft", "add", "chain", "inet", "postwarden", "input", "{ type filter hook input priority -10; }")
    for match, members in (("ip", [n for n in networks if ":" not in n]), ("ip6", [n for n in networks if ":" in n])):
        if members:
            listed = ("{", *_with_commas(members), "}")
            yield Command.of("nft", "add", "rule", "inet", "postwarden", "input", match, "saddr", *listed, "drop")


def _fail2ban(networks: list[str]) -> Command:
    ban = Command.of("fail2ban-client", "set", "postfix-sasl", "banip", *networks)
    return ban.after("or with fail2ban, as long as its ban time lasts:")


def _with_commas(members: list[str]) -> list[str]:
    return [member + "," for member in members[:-1]] + members[-1:]


def _ask(account: AccountVerdict) -> Step:
    return Step(
        "Ask the owner before you lock anything",
        "Was that you, there and then? A journey, a new provider, a new program explain much. "
        "If it was not: set a new password, then",
        _dovecot_forgets(account.account),
    )


def _traces(name: str) -> Step:
    return Step(
        "Look for what an intruder leaves behind",
        "Sieve scripts that forward or delete mail; also .forward files, aliases, folders you do not know.",
        (
            Command.of("doveadm", "sieve", "list", "-u", name),
            Command.of("doveadm", "mailbox", "list", "-u", name),
        ),
    )
