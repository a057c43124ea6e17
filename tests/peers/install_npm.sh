#!/bin/bash
# Puts the other makers' printer host (receiptio, with receiptline, and serialport for its serial lines) into .cache/peers,
# at fixed versions. serialport brings its binary along; nothing is compiled.
# Tests skip with a reason when it is not there. Needs node and npm; says so and fails when they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v node >/dev/null && command -v npm >/dev/null || { echo "peers: node and npm are missing" >&2; exit 3; }
want="receiptline@1.16.5 receiptio@2.1.2 serialport@12.0.0"
home=.cache/peers
if [ "$(cat "$home/.installed" 2>/dev/null)" = "$want" ]; then exit 0; fi
mkdir -p "$home" && echo "*" > .cache/.gitignore
[ -f "$home/package.json" ] || echo '{"private": true}' > "$home/package.json"
# shellcheck disable=SC2086
npm install --prefix "$home" --no-audit --no-fund --no-package-lock --omit=dev --ignore-scripts --loglevel=error $want
echo "$want" > "$home/.installed"
