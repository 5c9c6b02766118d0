# shellcheck shell=bash
# Finding a Go that is new enough for go.mod, or fetching one.

wanted_go() { sed -n 's/^go //p' "$root/go.mod"; }

# go_will_do tells whether a go command, with the toolchain that it may switch
# to by itself, is new enough for this module.
go_will_do() {
	local have
	have=$(cd "$root" && "$1" env GOVERSION 2>/dev/null) || return 1
	have=${have#go}
	printf '%s\n' "$(wanted_go)" "${have%% *}" | sort -VC
}

fetched_go() { echo "$cache/go/$go_release/bin/go"; }

# find_go prints the path of a go command that will do: the user's own before
# the fetched one.
find_go() {
	local candidate
	for candidate in "$(command -v go)" "$(fetched_go)"; do
		if [[ -x $candidate ]] && go_will_do "$candidate"; then
			echo "$candidate"
			return 0
		fi
	done
	return 1
}

json_field() { sed -n "s/^[[:space:]]*\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p"; }

# fetch_go has an older Go download the release as a module, which checks it
# against the checksum database; the pinned hash is compared besides.
fetch_go() {
	local arch wanted answer
	case $(uname -m) in
		x86_64) arch=amd64 wanted=$go_sum_amd64 ;;
		aarch64) arch=arm64 wanted=$go_sum_arm64 ;;
		*) fail "no Go release is pinned for $(uname -m); please install Go $(wanted_go) or newer" ;;
	esac
	say "set-up: fetching Go $go_release, because $(go version) is older than $(wanted_go)"
	# Outside the module: an old Go cannot read its go.mod.
	answer=$(cd / && GOFLAGS='' go mod download -json "golang.org/toolchain@v0.0.1-go$go_release.linux-$arch") ||
		fail "Go $go_release could not be fetched; please check the network, or install Go $(wanted_go) or newer"
	[[ $(json_field Sum <<<"$answer") == "$wanted" ]] || fail "the fetched Go $go_release is not the expected one"
	install_go "$(json_field Dir <<<"$answer")"
}

# install_go copies a toolchain out of the module cache and makes it runnable:
# a module archive carries neither permissions nor files named go.mod.
install_go() {
	local target staging
	target=$cache/go/$go_release
	mkdir -p "$cache/go"
	staging=$(mktemp -d "$cache/go/.new.XXXXXX")
	cp -R "$1/." "$staging"
	chmod -R u+w "$staging"
	chmod 755 "$staging" "$staging"/bin/* "$staging"/pkg/tool/*/*
	cp "$staging/src/_go.mod" "$staging/src/go.mod"
	rm -rf "$target"
	mv -T "$staging" "$target"
}

ensure_go() {
	find_go >/dev/null && return 0
	fetch_go
	find_go >/dev/null || fail "the fetched Go does not run on this machine"
}
