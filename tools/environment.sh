#!/bin/bash
# How does a fresh machine get a Python environment? Makes one in FOLDER from $PYTHON (default: python3).
set -euo pipefail
folder=${1:?usage: tools/environment.sh FOLDER}
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null; then
    echo "There is no $python here. On Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "postwarden needs Python 3.11 or newer; $python is $("$python" -V). Name another one: make PYTHON=python3.12 …" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    "$(dirname "$0")/debian_packages.sh" python3-venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$python cannot make environments here: it lacks its modules venv and ensurepip" >&2
        exit 1
    fi
fi
[ -x "$folder/bin/pip" ] || "$python" -m venv --clear "$folder"
