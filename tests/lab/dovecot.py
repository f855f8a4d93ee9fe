"""How is Dovecot told what to do, in the language of its version? 2.4 renamed most settings of 2.3.

Its login processes are not chrooted here: below a chroot they could not see a clock that lies in a file.
"""

from __future__ import annotations

from collections.abc import Iterable

# The same behaviour twice. Below `{folder}/mail/NAME`, the user's home, lie `Maildir` and the scripts of Sieve.
_CONF_2_3 = """\
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot/state
protocols = imap pop3 lmtp sieve
import_environment = TZ{environment}
syslog_facility = mail
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
auth_mechanisms = plain login
auth_username_format = %Lu
auth_failure_delay = 1 secs
auth_verbose = {auth_verbose}
{debug}passdb {{
  driver = passwd-file
  args = {folder}/dovecot/users
}}
userdb {{
  driver = static
  args = uid=5000 gid=5000 home={folder}/mail/%u
}}
first_valid_uid = 5000
mail_location = maildir:~/Maildir
namespace inbox {{
  inbox = yes
}}
protocol lmtp {{
  mail_plugins = sieve
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
}}
"""

_CONF_2_4 = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot/state
protocols = imap pop3 lmtp sieve
import_environment {{
{environment}}}
syslog_facility = mail
ssl = yes
ssl_server_cert_file = {folder}/server.pem
ssl_server_key_file = {folder}/server.pem
auth_mechanisms = plain login
auth_username_format = %{{user | lower}}
auth_failure_delay = 1 secs
auth_verbose = {auth_verbose}
{debug}passdb passwd-file {{
  passwd_file_path = {folder}/dovecot/users
}}
userdb static {{
  fields {{
    uid = 5000
    gid = 5000
    home = {folder}/mail/%{{user}}
  }}
}}
first_valid_uid = 5000
mail_driver = maildir
mail_path = ~/Maildir
namespace inbox {{
  inbox = yes
}}
protocol lmtp {{
  mail_plugins {{
    sieve = yes
  }}
}}
sieve_script personal {{
  driver = file
  path = ~/sieve
  active_path = ~/.dovecot.sieve
}}
"""

_SERVICES = """\
submission_host = 127.0.0.1:25
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
service imap-login {{
  chroot =
}}
service pop3-login {{
  chroot =
}}
service managesieve-login {{
  chroot =
}}
# Without this, an address that failed waits longer and longer: true to life, but a scenario would take hours.
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


def dovecot_conf(
    version: tuple[int, int],
    folder: str,
    *,
    auth_verbose: bool = False,
    auth_debug: bool = False,
    environment: Iterable[str] = (),
) -> str:
    """The text of dovecot.conf. `environment` names the variables that all processes inherit from the first one."""
    if version >= (2, 4):
        template, inherited = _CONF_2_4, "".join(f"  {name} = %{{env:{name}}}\n" for name in environment)
    else:
        template, inherited = _CONF_2_3, "".join(f" {name}" for name in environment)
    values = {"folder": folder, "environment": inherited, "auth_verbose": "yes" if auth_verbose else "no"}
    values["debug"] = "log_debug = category=auth\n" if auth_debug else ""
    return (template + _SERVICES).format(**values)
