#!/bin/sh
# Runs the browser tests: builds the portal, starts its demo on a free port with
# fresh data, runs e2e/*.test.mjs against it and stops it.
# Usage: e2e/run.sh [e2e/one.test.mjs ...]
# The tests get BASE_URL, CHROMIUM (the browser's program), PORTAL (the portal's
# program) and PORTAL_DATA (the demo's directory).
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
chmod 755 "$work" # PostgreSQL runs under another account when we are root
demo=
finish() {
	status=$?
	trap - EXIT INT TERM
	if [ -n "$demo" ] && kill -0 "$demo" 2>/dev/null; then
		kill -TERM "$demo"
		if ! wait "$demo"; then
			echo "e2e: the demo did not stop cleanly" >&2
			status=1
		fi
	fi
	if [ "$status" -ne 0 ] && [ -f "$work/log" ]; then
		echo "e2e: the last lines of the demo's log:" >&2
		tail -n 40 "$work/log" >&2
	fi
	rm -rf "$work"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
	if [ -n "$name" ] && CHROMIUM=$(command -v "$name"); then break; fi
	CHROMIUM=
done
if [ -z "$CHROMIUM" ]; then
	echo "e2e: no Chromium on this machine; run .ci/prepare browser" >&2
	exit 1
fi

make --no-print-directory build
PORTAL=$PWD/bin/portal
PORTAL_DATA=$work/data
"$PORTAL" demo --addr 127.0.0.1:0 --data "$PORTAL_DATA" >"$work/log" 2>&1 &
demo=$!

BASE_URL=
waited=0
while [ -z "$BASE_URL" ]; do
	if ! kill -0 "$demo" 2>/dev/null; then
		echo "e2e: the demo ended before it was ready" >&2
		exit 1
	fi
	if [ "$waited" -ge 600 ]; then
		echo "e2e: the demo was not ready within 60 s" >&2
		exit 1
	fi
	sleep 0.1
	waited=$((waited + 1))
	BASE_URL=$(sed -n 's/.*portal is ready on \(http[^ ]*\).*/\1/p' "$work/log" | head -n 1)
done

export BASE_URL CHROMIUM PORTAL PORTAL_DATA
[ "$#" -gt 0 ] || set -- e2e/*.test.mjs
node --test "$@"
