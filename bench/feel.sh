#!/usr/bin/env bash
# FEEL beside its yardsticks; part of run.sh.
#   bench/feel.sh BUILD
# Needs node and feelin (npm, in bench/, installed here). The kit of DMN tests is
# read where it lies (../shared/tck or $MINGCE_TCK), else a list of our own.
set -euo pipefail
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
kit=${MINGCE_TCK:-$here/../../shared/tck}
[ -d "$kit" ] || kit=
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

echo '## FEEL: one evaluation, compiled once, one thread'
[ -n "$kit" ] || echo 'no kit: expressions of our own'
python3 "$here/feel_kit.py" $kit >"$dir/expressions"
if ! [ -d "$here/node_modules/feelin" ] && command -v npm >/dev/null; then
  (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --silent) || true
fi
if [ -d "$here/node_modules/feelin" ]; then
  "$build/bench/feel_eval" "$dir/expressions" 4 >"$dir/ours"
  node "$here/feelin.mjs" "$dir/expressions" 4 >"$dir/theirs"
  python3 "$here/feel_compare.py" "$dir/ours" "$dir/theirs" 20
else
  echo 'left out: feelin could not be installed (npm ci in bench/)' >&2
fi

echo
echo '## FEEL: a million applicants, one thread, CPU time'
"$build/bench/feel_register" "$here/../packs" 1000000 5
