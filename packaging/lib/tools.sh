# shellcheck shell=bash
# Linters and generators, built once for each pinned version.

tool_modules() {
	echo "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$golangci_release"
	echo "mvdan.cc/gofumpt@$gofumpt_release"
	echo "golang.org/x/vuln/cmd/govulncheck@$govulncheck_release"
}

ensure_tools() {
	local stamp=$tools/installed go module
	[[ -f $stamp && $(<"$stamp") == "$(tool_modules)" ]] && return 0
	go=$(find_go)
	rm -f "$stamp"
	mkdir -p "$tools"
	for module in $(tool_modules); do
		say "set-up: building $module"
		(cd "$root" && GOFLAGS='' GOBIN=$tools "$go" install "$module") || fail "could not build $module"
	done
	tool_modules >"$stamp"
}

# ensure_sqlc builds what writes the Go of queries, without the parser of
# PostgreSQL, which is in C and takes minutes.
ensure_sqlc() {
	local go
	[[ -x $tools/sqlc && $("$tools/sqlc" version) == "$sqlc_release" ]] && return 0
	go=$(find_go)
	mkdir -p "$tools"
	say "set-up: building sqlc $sqlc_release"
	(cd "$root" && CGO_ENABLED=0 GOFLAGS='' GOBIN=$tools "$go" install "github.com/sqlc-dev/sqlc/cmd/sqlc@$sqlc_release") ||
		fail "could not build sqlc"
}
