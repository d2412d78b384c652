#!/usr/bin/env bash
# Asks pip-audit whether any version linkbot is tried with has a known vulnerability: constraints.txt, every line of it.
# A vulnerability fails. Where no advisory service answers, that is said, and it is no failure: a build must not hang on it.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.venv-audit
seconds=${AUDIT_SECONDS:-120}

skipped() {
    printf 'audit SKIPPED: %s\n' "$1"
    echo "Nothing was checked for known vulnerabilities. Run \`make audit\` on a machine that reaches an advisory service."
    exit 0
}

audit() { timeout "$seconds" "$venv/bin/pip-audit" --no-deps --disable-pip --progress-spinner off --format json -r "$1" 2>"$2"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! "$venv/bin/pip-audit" --version >/dev/null 2>&1; then
    { rm -rf "$venv" && .venv/bin/python -m venv "$venv"; } || skipped "$venv could not be made"
    timeout "$seconds" "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
        -r scripts/audit.txt 2>"$work/install" || skipped "pip-audit could not be installed: $(tail -n 1 "$work/install")"
fi

# One package first: a service that does not know it would only be asked in vain for all the others.
grep -v '^#' constraints.txt > "$work/all.txt"
grep -i '^jinja2==' "$work/all.txt" > "$work/one.txt"
audit "$work/one.txt" "$work/faults" > "$work/one.json" || true
.venv/bin/python scripts/audit_read.py "$work/one.json" --reached || skipped "the advisory service did not answer"

audit "$work/all.txt" "$work/faults" > "$work/all.json" || true
code=0
.venv/bin/python scripts/audit_read.py "$work/all.json" || code=$?
[ "$code" != 2 ] || skipped "the advisory service broke off"
exit "$code"
