# shellcheck shell=bash
# The ONNX Runtime library, taken out of its Python wheel. Python itself never
# runs it: pip is only the way to fetch a file by name.

ort_target() { echo "$cache/onnxruntime/$ort_release"; }
ort_gpu_target() { echo "$cache/onnxruntime-gpu/$ort_gpu_release"; }

# library_is_whole compares a folder with the checksums that were written when
# it was unpacked, which finds a truncated or altered copy.
library_is_whole() {
	grep -qs ' libonnxruntime\.so$' "$1/SHA256SUMS" &&
		(cd "$1" && sha256sum --check --status SHA256SUMS)
}

onnxruntime_is_present() {
	[[ -n ${KINORA_ONNXRUNTIME:-} && -f $KINORA_ONNXRUNTIME ]] || library_is_whole "$(ort_target)"
}

download_wheel() {
	local package=$1 folder=$2
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
		--platform "manylinux_2_28_$(uname -m)" --python-version 3.12 \
		--dest "$folder" "$package"
}

# unpack_libraries writes the shared libraries of a wheel into a folder, the
# main one under its plain name.
unpack_libraries() {
	python3 - "$1" "$2" <<'PY'
import pathlib, shutil, sys, zipfile

wheel, folder = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
for member in wheel.namelist():
    name = pathlib.PurePosixPath(member).name
    if member.startswith("onnxruntime/capi/libonnxruntime") and ".so" in name:
        target = folder / (name.split(".so")[0] + ".so")
        with wheel.open(member) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink)
PY
	(cd "$2" && sha256sum -- *.so >SHA256SUMS)
}

# fetch_library PACKAGE VERSION SHA256 TARGET puts a verified library in place
# with one rename, so that an interrupted set-up leaves nothing half-written.
fetch_library() {
	local package=$1 version=$2 checksum=$3 target=$4 staging wheel
	say "set-up: fetching $package $version"
	mkdir -p "$(dirname "$target")"
	# What an earlier set-up left when it was killed.
	find "$(dirname "$target")" -maxdepth 1 -name '.new.*' -mmin +60 -exec rm -rf {} +
	staging=$(mktemp -d "$(dirname "$target")/.new.XXXXXX")
	# shellcheck disable=SC2064 # the folder of this very call has to go
	trap "rm -rf '$staging'" EXIT
	mkdir "$staging/wheel" "$staging/lib"
	download_wheel "$package==$version" "$staging/wheel" ||
		fail "$package $version could not be fetched; please check the network, or set KINORA_ONNXRUNTIME to a libonnxruntime.so of your own"
	wheel=$(echo "$staging"/wheel/*.whl)
	echo "$checksum  $wheel" | sha256sum --check --status ||
		fail "the fetched $package $version does not have the expected checksum"
	unpack_libraries "$wheel" "$staging/lib"
	chmod 755 "$staging/lib"
	rm -rf "$target"
	mv -T "$staging/lib" "$target"
	rm -rf "$staging"
	trap - EXIT
}

pinned_wheel() {
	local name
	name=$1_$(uname -m)
	[[ -n ${!name:-} ]] || fail "no library is pinned for $(uname -m); please set KINORA_ONNXRUNTIME to a libonnxruntime.so of your own"
	echo "${!name}"
}

ensure_onnxruntime() {
	onnxruntime_is_present && return 0
	local checksum
	checksum=$(pinned_wheel ort_wheel)
	fetch_library onnxruntime "$ort_release" "$checksum" "$(ort_target)"
}

ensure_onnxruntime_gpu() {
	library_is_whole "$(ort_gpu_target)" && return 0
	local checksum
	checksum=$(pinned_wheel ort_gpu_wheel)
	fetch_library onnxruntime-gpu "$ort_gpu_release" "$checksum" "$(ort_gpu_target)"
	say "set-up: to use it, set KINORA_ONNXRUNTIME=$(ort_gpu_target)/libonnxruntime.so"
}
