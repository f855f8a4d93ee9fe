"""How are Postfix and Dovecot set up and started? All that they own lies in one temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from demo.clock import StoryClock
from demo.outside import MAIL_ROUTES
from demo.people import DOMAIN, HOST, HOST_IP, HOST_IP6, PASSWORDS

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
import_environment = MAIL_CONFIG TZ LANG=C {environment}
myhostname = {host}
mydomain = {domain}
mydestination =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8 [::1]/128
inet_protocols = all
inet_interfaces = {host_ip}, {host_ip6}
smtp_bind_address = {host_ip}
smtp_dns_support_level = disabled
smtp_host_lookup = native
transport_maps = texthash:{folder}/postfix/transport
default_transport = smtp:[mx.elsewhere.example.net]
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = texthash:{folder}/postfix/mailboxes
virtual_alias_maps = inline:{{ {{postmaster@{domain} = office@{domain}}} }}
virtual_transport = lmtp:unix:private/dovecot-lmtp
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_tls_chain_files = {folder}/server.pem
smtpd_tls_security_level = may
smtpd_helo_required = yes
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = reject_non_fqdn_recipient
mua_helo_restrictions = permit
port25_helo_restrictions = permit_mynetworks, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname
disable_vrfy_command = yes
anvil_status_update_time = 1d
"""

_MASTER_CF = """\
smtp       inet  n - n - - smtpd
  -o smtpd_helo_restrictions=$port25_helo_restrictions
submission inet  n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_helo_restrictions=$mua_helo_restrictions
submissions inet n - n - - smtpd
  -o syslog_name=postfix/submissions
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_helo_restrictions=$mua_helo_restrictions
cleanup    unix  n - n - 0 cleanup
qmgr       unix  n - n 300 1 qmgr
tlsmgr     unix  - - n 1000? 1 tlsmgr
rewrite    unix  - - n - - trivial-rewrite
bounce     unix  - - n - 0 bounce
defer      unix  - - n - 0 bounce
trace      unix  - - n - 0 bounce
proxymap   unix  - - n - - proxymap
smtp       unix  - - n - - smtp
error      unix  - - n - - error
retry      unix  - - n - - error
lmtp       unix  - - n - - lmtp
anvil      unix  - - n - 1 anvil
  -o max_idle=1d
scache     unix  - - n - 1 scache
"""

_DOVECOT_CONF = """\
protocols = imap pop3 lmtp
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot/state
syslog_facility = mail
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 5000
auth_mechanisms = plain login
auth_username_format = %Lu
auth_failure_delay = 1 secs
passdb {{
  driver = passwd-file
  args = {folder}/dovecot/users
}}
userdb {{
  driver = static
  args = uid=5000 gid=5000 home={folder}/mail/%u
}}
service auth {{
  unix_listener {folder}/queue/private/auth {{
    mode = 0666
  }}
}}
service lmtp {{
  unix_listener {folder}/queue/private/dovecot-lmtp {{
    mode = 0666
  }}
}}
# Without this, an address that failed waits longer and longer: true to life, but the capture would take hours.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


class Servers:
    """Both servers in the namespace, up between `start` and `stop`."""

    def __init__(self, folder: Path, clock: StoryClock) -> None:
        self.folder = folder
        self._clock = clock
        self._queue = folder / "queue"

    def start(self) -> None:
        for name in ("queue", "data", "postfix", "dovecot", "mail"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        os.chown(self.folder / "mail", 5000, 5000)
        self._make_certificate()
        self._configure()
        self._postfix("check")
        subprocess.run(["dovecot", "-c", str(self._dovecot_conf)], check=True)
        self._postfix("start")

    def stop(self) -> None:
        self._postfix("stop")
        subprocess.run(["doveadm", "-c", str(self._dovecot_conf), "stop"], check=True)

    def busy(self) -> bool:
        """Is a mail on its way: written, waiting for its turn, or being delivered?"""
        return any(any(os.scandir(self._queue / name)) for name in ("active", "incoming", "maildrop"))

    def deferred(self) -> list[str]:
        """Queue ids that wait for another attempt."""
        return sorted(path.name for path in (self._queue / "deferred").rglob("*") if path.is_file())

    def scan_deferred(self) -> None:
        """What its own timer does every `queue_run_delay`: `D` asks the queue manager to look at the deferred queue."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trigger:
            trigger.connect(str(self._queue / "public" / "qmgr"))
            trigger.send(b"D")

    @property
    def _dovecot_conf(self) -> Path:
        return self.folder / "dovecot" / "dovecot.conf"

    def _configure(self) -> None:
        environment = self._clock.environment()
        values = {
            "folder": self.folder,
            "environment": " ".join(environment),
            "host": HOST,
            "host_ip": HOST_IP,
            "host_ip6": HOST_IP6,
        }
        postfix = self.folder / "postfix"
        (postfix / "main.cf").write_text(_MAIN_CF.format(**values, domain=DOMAIN))
        (postfix / "master.cf").write_text(_MASTER_CF)
        (postfix / "mailboxes").write_text(_table(dict.fromkeys(PASSWORDS, "here")))
        (postfix / "transport").write_text(_table({domain: f"smtp:[{mx}]" for domain, mx in MAIL_ROUTES.items()}))
        self._dovecot_conf.write_text(_DOVECOT_CONF.format(**values))
        users = "".join(f"{account}:{{PLAIN}}{password}\n" for account, password in PASSWORDS.items())
        (self.folder / "dovecot" / "users").write_text(users)

    def _make_certificate(self) -> None:
        pem = str(self.folder / "server.pem")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        command = [
            "openssl",
            "req",
            "-x509",
            *key,
            "-days",
            "3650",
            "-subj",
            f"/CN={HOST}",
            "-keyout",
            pem,
            "-out",
            pem,
        ]
        command[command.index("-out") + 1] = pem + ".cert"
        subprocess.run(command, check=True, capture_output=True)
        with Path(pem).open("a") as both:
            both.write(Path(pem + ".cert").read_text())

    def _postfix(self, verb: str) -> None:
        environment = {**os.environ, **self._clock.environment()}
        command = ["postfix", "-c", str(self.folder / "postfix"), verb]
        subprocess.run(command, check=True, env=environment, capture_output=True)


def _table(entries: Mapping[str, str]) -> str:
    return "".join(f"{key} {value}\n" for key, value in entries.items())
