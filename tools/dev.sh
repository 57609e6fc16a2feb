#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make dev: the debug server on PORT (8000), rebuilt and restarted when a source changes, and Next's dev server
# on 3000 against it. Ctrl-C ends both.
set -u
cd "$(dirname "$0")/.." || exit
port=${PORT:-8000}
unset PORT # Next would take it too
stamp=build/dev.stamp
server=
next=

finish() {
	trap - INT TERM EXIT
	[ -z "$server" ] || kill "$server" 2>/dev/null
	[ -z "$next" ] || kill -- "-$next" 2>/dev/null
	wait
	exit 0
}
trap finish INT TERM EXIT

# Pages come from Next here: the packed app is made once and then taken as it is.
[ -f build/web.pack ] || make --no-print-directory -s build/web.pack || exit
build() {
	make --no-print-directory -s -j"$(nproc)" VARIANT=debug -o build/web.pack build/debug/autoindex
}

# A session of its own, so that all of npm's processes can be ended together.
NEXT_PUBLIC_API_URL="http://127.0.0.1:$port" PATH="$PWD/web/.node/node_modules/node/bin:$PATH" \
	setsid npm --prefix web run --silent dev &
next=$!

while :; do
	touch "$stamp"
	if build; then
		[ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server"; }
		build/debug/autoindex serve --port "$port" --log-level debug &
		server=$!
	fi
	until [ "$(find server schema data/sample Makefile -newer "$stamp" -type f | head -n 1)" ]; do
		sleep 1
	done
	echo "make dev: a source changed, building" >&2
done
