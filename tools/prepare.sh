#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Install what is missing to build and run (prepare.sh run) or also to test (prepare.sh test): Debian's
# packages, and npm's Node beside the web app where there is none new enough. Nothing missing: under 0.2 s.
set -eu
cd "$(dirname "$0")/.."

packages="build-essential pkg-config ca-certificates libmicrohttpd-dev libgnutls28-dev libjansson-dev \
libsqlite3-dev libssl-dev libcrypt-dev libcurl4-openssl-dev zlib1g-dev libbrotli-dev \
libcairo2-dev libpango1.0-dev libxlsxwriter-dev fonts-inter fonts-dejavu-core"
[ "${1:-run}" = run ] || packages="$packages git python3 libcmocka-dev valgrind clang clang-format clang-tidy \
libclang-rt-14-dev gcovr shellcheck black flake8 mypy chromium poppler-utils python3-openpyxl \
unzip"

# vite, which runs the web tests, asks for 20.19; Next for 20.9.
node_is_new() {
	command -v npm >/dev/null && command -v "$1" >/dev/null &&
		"$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}
own_node=web/.node/node_modules/node/bin/node
node_is_new "$own_node" || node_is_new node || own_node_wanted=yes
if [ "${own_node_wanted:-}" ]; then
	command -v npm >/dev/null || packages="$packages nodejs npm"
fi

if ! command -v dpkg-query >/dev/null; then
	echo "This needs Debian's packages: $packages" >&2
	exit 1
fi
# shellcheck disable=SC2086,SC2016 # the list is words; dpkg-query expands ${}
installed=" $(dpkg-query -W -f='${db:Status-Abbrev}=${Package} ' $packages 2>/dev/null || :)"
missing=
for p in $packages; do
	case "$installed" in *" ii =$p "*) ;; *) missing="$missing $p" ;; esac
done

if [ "$missing" ]; then
	as_root=
	command="apt-get update && apt-get install -y --no-install-recommends$missing"
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null || ! sudo -v; then
			printf 'Some Debian packages are missing. Install them as root, then try again:\n\n%s\n\n' "$command" >&2
			exit 1
		fi
		as_root=sudo
	fi
	echo "installing$missing" >&2
	$as_root sh -c "export DEBIAN_FRONTEND=noninteractive; $command" >&2
fi

if [ "${own_node_wanted:-}" ]; then
	echo "installing Node 22 into web/.node" >&2
	npm install --prefix web/.node --no-audit --no-fund --no-save node@22 >&2
	node_is_new "$own_node"
fi
