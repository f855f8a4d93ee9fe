#!/bin/bash
# Which of these Debian packages are missing, and may they be installed? Installs them as root or by a sudo that asks
# for no password, else says what is missing. `--missing` only says it. Ends well either way: what needs them tells.
set -euo pipefail
only_say=
if [ "${1:-}" = --missing ]; then only_say=yes; shift; fi
command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0

missing=()
for package in "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo -n); else only_say=yes; fi
fi
if [ -z "$only_say" ]; then
    echo "installing Debian packages (their services are not started): ${missing[*]}"
    "${as_root[@]}" "$(dirname "$0")/install_quietly.sh" "${missing[@]}" && exit 0
fi
echo "MISSING Debian packages. As root: apt install ${missing[*]}" >&2
