# shellcheck shell=bash
# A Python with the public implementation, for scripts that compare with it.
# Wants ../../lib/places.sh sourced before it.

# reference_python prints a Python that has what requirements.txt lists: the one
# that KINORA_BENCH_PYTHON names, or one in the user's cache that is made here.
reference_python() {
	local wanted=$root/packaging/bench/requirements.txt venv=$cache/bench/venv
	if [[ -n ${KINORA_BENCH_PYTHON:-} ]]; then
		echo "$KINORA_BENCH_PYTHON"
		return 0
	fi
	if ! cmp -s "$wanted" "$venv/installed"; then
		say "bench: installing the public implementation in $venv (several GB)"
		rm -rf "$venv"
		mkdir -p "$(dirname "$venv")"
		python3 -m venv "$venv" || fail "python3 cannot make an environment; please install python3-venv, or name a Python in KINORA_BENCH_PYTHON"
		"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted" >&2 ||
			fail "the public implementation could not be installed; please check the network, or name a Python that has it in KINORA_BENCH_PYTHON"
		cp "$wanted" "$venv/installed"
	fi
	echo "$venv/bin/python"
}
