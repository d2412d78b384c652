#!/usr/bin/env bash
# Builds the wheel, installs it into a fresh environment beside nothing but what its base needs, and works with it outside
# the checkout as a council would: init, rules, explain, poll, the demo. Needs .venv (make sets it up) and leaves nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON_WITH_PACKAGES:-$PWD/.venv/bin/python}
checkout=$PWD

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/wheel" .
wheel=$(echo "$work"/wheel/linkbot-*.whl)
echo "built $(basename "$wheel"), $(($(wc -c < "$wheel") / 1024)) KB"

"$python" -m venv "$work/venv"
site=$("$work/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$python" scripts/link_base.py "$wheel" "$site"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$wheel"

mkdir "$work/council" "$work/home"
cd "$work/council"
linkbot() { env -i PATH="$work/venv/bin:/usr/bin:/bin" HOME="$work/home" LC_ALL=C.UTF-8 linkbot "$@"; }
expect() { grep -q -- "$1" || { echo "expected: $1"; exit 1; }; }

linkbot --version
where=$(env -i HOME="$work/home" "$work/venv/bin/python" -c 'import linkbot; print(linkbot.__file__)')
case $where in "$site"/*) ;; *) echo "linkbot is read from $where"; exit 1 ;; esac

linkbot init | expect "Wrote linkbot.toml"
linkbot rules check | expect "The rules are sound"
linkbot rules show > shown.txt
expect "^rules/bank_holidays.toml: shipped ($site/linkbot/_shipped/" < shown.txt
expect "^templates/frame.html: shipped ($site/linkbot/_shipped/" < shown.txt
if grep -qF "$checkout/" shown.txt; then echo "a rule is read from the checkout"; exit 1; fi
wanted=$(cd "$checkout" && find rules templates -name '*.toml' -o -name '*.txt' -o -name 'frame.html' | wc -l)
[ "$(wc -l < shown.txt)" = "$wanted" ] || { echo "$(wc -l < shown.txt) of $wanted rules and templates came along"; exit 1; }

mkdir -p own/rules
cp "$site/linkbot/_shipped/rules/gates.toml" own/rules/gates.toml
cp "$site/linkbot/_shipped/rules/gates.toml" own/rules/gate.toml
sed 's/^# *overlay = .*/overlay = "own"/' linkbot.toml > with-overlay.toml
linkbot rules show gates --config with-overlay.toml | expect "^rules/gates.toml: the council's own"
linkbot rules check --config with-overlay.toml | expect "gate.toml: is not read.*did you mean 'rules/gates.toml'"

letter=$(echo "$site"/linkbot/demo/mailbox/*enquiry-letter.eml)
linkbot explain --json "$letter" > explained.json
expect '"kind": ' < explained.json
cp "$letter" mail/new/
linkbot poll > polled.txt
linkbot status > status.txt
linkbot demo --quiet --until 2027-02-05 --out demo > account.txt
for made in account.txt ombudsman-register.xlsx store/linkbot.db; do
    [ -s "demo/$made" ] || { echo "the demo made no $made"; exit 1; }
done
echo "the wheel works outside the checkout"
