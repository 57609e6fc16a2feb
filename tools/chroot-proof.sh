#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Proof of the README's first command on a machine that has nothing: a minimal Debian 12 (debootstrap), a clone
# of HEAD, ./run, an account, the level. Prints times and what was downloaded. Needs root, debootstrap, curl,
# git; takes minutes. Mirror, proxies, npm settings and certificates are those of this machine.
# shellcheck disable=SC2016 # what is quoted so is for the shell inside
set -eu
repo=$(cd "$(dirname "$0")/.." && pwd)
root=$(mktemp -d "${TMPDIR:-/tmp}/autoindex-proof.XXXXXX")
pid=

finish() {
	stop
	! mountpoint -q "$root/proc" || umount "$root/proc"
	rm -rf --one-file-system "$root"
}
stop() {
	[ -n "$pid" ] || return 0
	kill "$pid" 2>/dev/null || :
	wait "$pid" || :
	pid=
}
trap finish EXIT
trap 'exit 1' INT TERM

say() { printf '%-34s %s\n' "$1" "$2"; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f s", b - a }'; }
megabytes() { du -sm "$1" | cut -f 1; }
json() { python3 -c 'import functools, json, sys; print(functools.reduce(lambda o, k: o[k], sys.argv[1:], json.load(sys.stdin)))' "$@"; }

mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
	grep -oE 'https?://[^ ]*/debian/?( |$)' | head -n 1)
begin=$(now)
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
rm -f "$root.log"
say "minimal Debian 12" "$(megabytes "$root") MB, $(since "$begin")"

mount -t proc proc "$root/proc"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
apt-config dump | grep '^Acquire::' >"$root/etc/apt/apt.conf.d/99machine" || :
rm -rf "$root"/var/cache/apt/archives/*.deb
[ ! -f ~/.npmrc ] || cp ~/.npmrc "$root/root/.npmrc"
set -- PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
for name in $(env | grep -oiE '^(npm_config_[a-z_]+|(https?|no)_proxy)=' | tr -d =); do
	set -- "$@" "$name=$(printenv "$name")"
done
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
	cp "$NODE_EXTRA_CA_CERTS" "$root/root/certificates.pem"
	set -- "$@" NODE_EXTRA_CA_CERTS=/root/certificates.pem
fi

begin=$(now)
git clone --quiet --no-hardlinks "$repo" "$root/root/autoindex"
say "git clone" "$(megabytes "$root/root/autoindex") MB, $(since "$begin")"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
# Each of chroot, env and run replaces itself, so that this is the server in the end.
serve() {
	chroot "$root" /usr/bin/env -i "$@" sh -c 'cd /root/autoindex && exec ./run --port "$0"' "$port" \
		>>"$root/root/run.log" 2>&1 </dev/null &
	pid=$!
	until [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/ready")" = 200 ]; do
		kill -0 "$pid" || { tail -n 40 "$root/root/run.log"; exit 1; }
		sleep 0.05
	done
}
begin=$(now)
serve "$@"
say "./run to /ready = 200" "$(since "$begin")"
say "downloaded by apt: packages, lists" "$(megabytes "$root/var/cache/apt/archives"), $(megabytes "$root/var/lib/apt/lists") MB"
say "downloaded by npm" "$(megabytes "$root/root/.npm/_cacache") MB"
say "node" "$(chroot "$root" sh -c 'cd /root/autoindex; PATH=$PWD/web/.node/node_modules/node/bin:$PATH node --version')"

token=$(curl -sf "$url/api/v1/auth/register" -H 'Content-Type: application/json' \
	-d '{"email": "ada@example.com", "password": "Correct-horse-7"}' | json access_token)
curl -sf "$url/api/v1/index/current" -H "Authorization: Bearer $token" >"$root/root/current.json"
say "level of $(json date <"$root/root/current.json")" "$(json level <"$root/root/current.json")"
say "the page at /" "$(curl -sf "$url/" | grep -o '<title>[^<]*')"

stop
begin=$(now)
serve "$@"
say "./run again to /ready = 200" "$(since "$begin")"
