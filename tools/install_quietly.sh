#!/bin/bash
# How are Debian packages installed for the tests, without a question and without starting a mail server? As root.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

# Whoever starts services asks this program first (invoke-rc.d(8), deb-systemd-invoke(1)); 101 says no.
ask=/usr/sbin/policy-rc.d
if [ ! -e "$ask" ]; then
    trap 'rm -f "$ask"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$ask"
    chmod 755 "$ask"
fi

# Postfix asks which kind of server it shall be; none: it gets no main.cf, and does not start at the next boot either.
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
install=(apt-get install --yes --quiet --no-install-recommends "$@")
"${install[@]}" >/dev/null 2>&1 && exit 0
apt-get update --quiet >/dev/null
"${install[@]}" >/dev/null
