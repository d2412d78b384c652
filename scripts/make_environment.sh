#!/bin/sh
# Makes .venv with linkbot and what it needs, in the versions of constraints.txt. `make` calls it; it may be run again at
# any time. It needs a Python of 3.11 or newer and the package registry, and never a compiler. It does not run linkbot.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

stop() {
    printf '\nlinkbot cannot be set up: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c "$new_enough" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

explain_missing_python() {
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "no ${PYTHON:-python3}")
    stop "it needs Python 3.11 or newer, and here is $found." \
        "Debian 12 or Ubuntu 24.04:  apt-get install python3 python3-venv" \
        "Elsewhere: install Python 3.11 or newer, then name it:  make PYTHON=/path/to/python3.11 demo"
}

# Debian takes ensurepip out of python3; the package python3-venv brings it back. Three ways, the usual one first.
create_venv() {
    rm -rf "$venv"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$venv"
    elif "$python" -c 'import virtualenv' 2>/dev/null; then
        "$python" -m virtualenv --quiet "$venv"
    elif "$python" -c 'import venv' 2>/dev/null && "$python" -m pip --python "$python" --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" install --quiet pip
    elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -z "${LINKBOT_NO_APT:-}" ]; then
        echo "Python's venv module is missing; you are root, so it is installed now: apt-get install python3-venv"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv \
            || explain_missing_venv
        "$python" -m venv "$venv" || explain_missing_venv
    else
        explain_missing_venv
    fi
}

explain_missing_venv() {
    rm -rf "$venv"
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    stop "$python has no venv module (Debian and Ubuntu pack it apart)." \
        "As root:  apt-get update && apt-get install python3-venv" \
        "If $python is not the system's python3:  apt-get install python$version-venv" \
        "Then run the same make command again."
}

python=$(find_python)
[ -n "$python" ] || explain_missing_python

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 || ! "$venv/bin/python" -c "$new_enough"; then
    echo "Making the environment $venv with $("$python" --version) ($python)"
    create_venv
fi

# Wheels only: a package that would have to be compiled is refused by name, instead of failing deep inside a compiler.
echo "Installing linkbot and its pinned dependencies into $venv (a minute or two the first time)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    --constraint constraints.txt --editable '.[dev]' || stop "the packages could not be installed (see above)." \
    "No network, or a proxy?  Set HTTPS_PROXY, or point pip at your own registry, and run the command again." \
    "'No matching distribution': $("$venv/bin/python" --version) may be too new or this machine unusual; try Python 3.11 to 3.13."
