"""How is Postfix set up and started, and how does its queue look? All that it owns lies in one temporary folder."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lab.content import BODY_CHECKS, HEADER_CHECKS
from lab.namespaces import cover
from lab.place import Place
from lab.queue_files import QUEUES, envelope_records, message_text
from lab.setup import DOMAIN, HOST, HOST_IP, HOST_IP6, Setup

_MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
sendmail_path = /usr/sbin/sendmail
newaliases_path = /usr/bin/newaliases
mailq_path = /usr/bin/mailq
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG POSTLOG_SERVICE POSTLOG_HOSTNAME LANG=C {environment}
myhostname = {host}
mydomain = {domain}
mydestination =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8 [::1]/128
inet_protocols = all
inet_interfaces = {host_ip}, {host_ip6}, 127.0.0.1
smtp_bind_address = {host_ip}
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_send_xforward_command = yes
transport_maps = texthash:{folder}/postfix/transport
default_transport = smtp:[mx.elsewhere.example.net]
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = texthash:{folder}/postfix/mailboxes
virtual_alias_maps = texthash:{folder}/postfix/aliases
virtual_transport = lmtp:unix:private/dovecot-lmtp
header_checks = regexp:{folder}/postfix/header_checks
body_checks = regexp:{folder}/postfix/body_checks
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_tls_chain_files = {folder}/server.pem
smtpd_tls_security_level = may
smtpd_helo_required = yes
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = reject_non_fqdn_recipient
mua_helo_restrictions = permit
mua_sender_restrictions =
port25_helo_restrictions = permit_mynetworks, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname
postscreen_greet_wait = 1s
postscreen_greet_action = enforce
disable_vrfy_command = yes
anvil_status_update_time = 1000d
"""

# One smtp: several that refuse recipients of one mail meet at its bounce file and sleep a second (deliver_lock_delay).
_MASTER_CF = """\
smtp       inet  n - n - - smtpd
  -o smtpd_helo_restrictions=$port25_helo_restrictions
submission inet  n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_helo_restrictions=$mua_helo_restrictions
  -o smtpd_sender_restrictions=$mua_sender_restrictions
submissions inet n - n - - smtpd
  -o syslog_name=postfix/submissions
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_helo_restrictions=$mua_helo_restrictions
  -o smtpd_sender_restrictions=$mua_sender_restrictions
1465       inet  n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_helo_restrictions=$mua_helo_restrictions
  -o smtpd_sender_restrictions=$mua_sender_restrictions
1587       inet  n - n - - smtpd
  -o syslog_name=postfix/proxied
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_authorized_xclient_hosts=127.0.0.0/8
  -o smtpd_client_connection_count_limit=0
  -o mynetworks=
  -o smtpd_helo_restrictions=$mua_helo_restrictions
  -o smtpd_sender_restrictions=$mua_sender_restrictions
127.0.0.1:10026 inet n - n - - smtpd
  -o syslog_name=postfix/filtered
  -o content_filter=
  -o smtpd_authorized_xforward_hosts=127.0.0.0/8
  -o receive_override_options=no_header_body_checks
1025       inet  n - n - 1 postscreen
smtpd      pass  - - n - - smtpd
  -o smtpd_helo_restrictions=$port25_helo_restrictions
tlsproxy   unix  - - n - 0 tlsproxy
dnsblog    unix  - - n - 0 dnsblog
pickup     unix  n - n 60 1 pickup
cleanup    unix  n - n - 0 cleanup
qmgr       unix  n - n 300 1 qmgr
tlsmgr     unix  - - n 1000? 1 tlsmgr
rewrite    unix  - - n - - trivial-rewrite
bounce     unix  - - n - 0 bounce
defer      unix  - - n - 0 bounce
trace      unix  - - n - 0 bounce
verify     unix  - - n - 1 verify
flush      unix  n - n 1000? 0 flush
showq      unix  n - n - - showq
proxymap   unix  - - n - - proxymap
smtp       unix  - - n - 1 smtp
error      unix  - - n - - error
retry      unix  - - n - - error
discard    unix  - - n - - discard
lmtp       unix  - - n - - lmtp
anvil      unix  - - n - 1 anvil
  -o max_idle=1000d
scache     unix  - - n - 1 scache
postlog    unix-dgram n - n - 1 postlogd
"""

_ON_THE_WAY = ("active", "incoming", "maildrop")


class Postfix:
    """The server of one place, up from `start` until its namespace ends."""

    def __init__(self, place: Place, setup: Setup, environment: Mapping[str, str]) -> None:
        self._place = place
        self._setup = setup
        self._environment = environment
        self._queue = place.folder / "queue"
        self._config = place.folder / "postfix"
        self._version = place.version("postfix")

    def prepare(self) -> None:
        """Lay out its folders. /etc/postfix is copied first: it also holds Debian's scripts and lists of files."""
        shutil.copytree(self._place.root / "etc/postfix", self._config)
        owner = int(self._place.run("id", "-u", "postfix")), int(self._place.run("id", "-g", "postfix"))
        os.chown(self._place.folder / "data", *owner)

    def check(self) -> None:
        """Configure it; `postfix check` also makes the folders of the queue, where Dovecot puts its sockets."""
        self._configure()
        self._place.run("postfix", "check", environment=self._environment)

    def start(self) -> None:
        self._place.run("postfix", "start", environment=self._environment)
        _own_postdrop(self._place)

    def command(self, *arguments: str) -> str:
        """What `postqueue`, `postsuper`, `postconf`, … print."""
        return self._place.run(*arguments, environment=self._environment)

    def sendmail(self, user: str, sender: str, recipients: Sequence[str], text: str) -> None:
        """Hand a mail to sendmail(1) as that Unix user."""
        as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        # The clock begins after the change of user: what libfaketime made as root, the user could not open
        as_user += ["env", *(f"{name}={value}" for name, value in self._environment.items())]
        body = text.replace("\r\n", "\n")
        self._place.run(*as_user, "sendmail", "-f", sender, "--", *recipients, text=body)

    @property
    def tls_loglevel(self) -> int:
        """How much the SMTP server logs of TLS: from 1 on each session, from 4 on all that is said in it."""
        return int(self._setup.main.get("smtpd_tls_loglevel", "0"))

    def verbose(self, service: str) -> bool:
        """Whether all that is said to that service is in the log."""
        return service == f"{self._setup.verbose}/smtpd"

    @property
    def names_logins(self) -> bool:
        """Whether each refusal says who is logged in."""
        return self._version >= (3, 10)

    @property
    def tells_losses(self) -> bool:
        """Whether it tells of mails that were given up or thrown away on their way into the queue."""
        return self._version >= (3, 10)

    @property
    def logs_permits(self) -> bool:
        """Whether the SMTP server logs what it lets through because of a login."""
        return "permit_sasl_authenticated" in self._setup.main.get("smtpd_log_access_permit_actions", "")

    def tell_accounts(self, accounts: Mapping[str, str]) -> None:
        """Which mailboxes exist."""
        self._write("mailboxes", _table(dict.fromkeys(accounts, "here")))

    def tell_routes(self, routes: Mapping[str, str]) -> None:
        """Which mail server takes the mail for each domain outside."""
        self._write("transport", _table({to: f"smtp:[{server}]" for to, server in routes.items()}))

    def busy(self) -> bool:
        """Is a mail on its way: written, waiting for its turn, or being delivered?"""
        return any(any(os.scandir(self._queue / name)) for name in _ON_THE_WAY)

    def queued(self, *queues: str) -> set[str]:
        """Queue ids in those queues: `deferred`, `hold`, …"""
        return {path.name for path in self._files(*queues)}

    def next_attempt(self) -> float | None:
        """When the first deferred mail is tried again, at the earliest: the date of its file."""
        return min((path.stat().st_mtime for path in self._files("deferred")), default=None)

    def delivering(self, sender: str, recipient: str) -> str:
        """Queue id of the one mail of that sender to that recipient that is being delivered just now."""
        wanted = {("S", sender), ("R", recipient)}
        (found,) = (path.name for path in self._files("active") if wanted <= set(envelope_records(path)))
        return found

    def of_sender(self, sender: str) -> list[str]:
        """Queue ids of the mails of that sender which are put off or held."""
        files = self._files("deferred", "hold")
        return sorted(path.name for path in files if ("S", sender) in envelope_records(path))

    def text(self, queue_id: str) -> str:
        """A mail in the queue: its header and body."""
        (path,) = (path for path in self._files(*QUEUES) if path.name == queue_id)
        return message_text(path)

    def scan_deferred(self) -> None:
        """What its own timer does every `queue_run_delay`: `D` asks the queue manager to look at the deferred queue."""
        self._trigger("qmgr", b"D")

    def pick_up(self) -> None:
        """What its own timer does every minute: `W` asks pickup to look at the maildrop."""
        self._trigger("pickup", b"W")

    def _trigger(self, service: str, request: bytes) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trigger:
            trigger.connect(str(self._queue / "public" / service))
            trigger.send(request)

    def _write(self, name: str, text: str) -> None:
        """Postfix waits with files that have just been changed, in case somebody is still writing: let it be old."""
        file = self._config / name
        file.write_text(text)
        before = file.stat().st_mtime - 60
        os.utime(file, (before, before))

    def _files(self, *queues: str) -> Iterator[Path]:
        return (path for name in queues for path in (self._queue / name).rglob("*") if path.is_file())

    def _configure(self) -> None:
        values = {
            "folder": self._place.inner,
            "environment": " ".join(self._environment),
            "host": HOST,
            "domain": DOMAIN,
            "host_ip": HOST_IP,
            "host_ip6": HOST_IP6,
        }
        parameters = dict(re.split(" = ?", line, maxsplit=1) for line in _MAIN_CF.format(**values).splitlines())
        if self._setup.maillog_file:
            parameters |= {"maillog_file": "/var/log/postfix.log"}
        parameters |= self._setup.main
        self._write("main.cf", "".join(f"{name} = {value}\n" for name, value in parameters.items()))
        named = f"smtpd\n  -o syslog_name={self._setup.verbose}\n"
        self._write("master.cf", _MASTER_CF.replace(named, f"smtpd -v{named.removeprefix('smtpd')}"))
        self._write("header_checks", HEADER_CHECKS)
        self._write("body_checks", BODY_CHECKS)
        aliases = {alias: ", ".join(to) for alias, to in self._setup.aliases.items()}
        self._write("aliases", _table(aliases))


def _own_postdrop(place: Place) -> None:
    """Debian's postdrop without its set-group-id bit, over the original: libfaketime is ignored by such programs.

    Its folders are opened to everybody instead.
    """
    copy = place.folder / "postdrop"
    shutil.copyfile(place.root / "usr/sbin/postdrop", copy)
    copy.chmod(0o755)
    cover(copy, place.root / "usr/sbin/postdrop")
    for name, mode in (("maildrop", 0o1777), ("public", 0o755)):
        (place.folder / "queue" / name).chmod(mode)


def _table(entries: Mapping[str, str]) -> str:
    return "".join(f"{key} {value}\n" for key, value in entries.items())
