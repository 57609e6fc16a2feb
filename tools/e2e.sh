#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Browser tests against a server with an empty data folder: e2e.sh BINARY. The tests stop and start that
# server again with STOP_CMD and START_CMD, which are e2e.sh stop DIR and e2e.sh start BINARY DIR PORT. Those that
# need other settings start BINARY themselves.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
log=$top/build/test-logs/e2e-server.log

case $1 in
start)
	binary=$2 dir=$3 port=$4
	"$binary" serve --data "$dir/data" --port "$port" --rate-limit 0 >"$dir/out" 2>>"$log" </dev/null &
	echo $! >"$dir/pid"
	until grep -q 'is ready at' "$dir/out"; do
		kill -0 "$(cat "$dir/pid")" || { cat "$log"; exit 1; }
		sleep 0.05
	done
	exit
	;;
stop)
	dir=$2
	pid=$(cat "$dir/pid")
	kill "$pid"
	# Ended, though perhaps not yet waited for by whoever inherited it.
	while grep -qs '^State:.[^Z]' "/proc/$pid/status"; do sleep 0.05; done
	rm "$dir/pid"
	exit
	;;
esac

mkdir -p "${log%/*}"
: >"$log"
binary=$(realpath "$1")
dir=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
finish() {
	[ ! -f "$dir/pid" ] || "$top/tools/e2e.sh" stop "$dir"
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM

export START_CMD="$top/tools/e2e.sh start $binary $dir $port" STOP_CMD="$top/tools/e2e.sh stop $dir"
export BASE_URL="http://127.0.0.1:$port" BINARY="$binary"
$START_CMD
cd "$top/web"
npm run --silent e2e
