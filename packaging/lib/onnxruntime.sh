# shellcheck shell=bash
# The ONNX Runtime library, taken out of its Python wheel. Python itself never
# runs it: pip is only the way to fetch a file by name.

ort_target() { echo "$cache/onnxruntime/$ort_release"; }
ort_gpu_target() { echo "$cache/onnxruntime-gpu/$ort_gpu_release"; }

# folder_is_whole FOLDER FILE compares a folder with the checksums that were
# written when it was unpacked, which finds a truncated or altered copy. FILE has
# to be among what they are of.
folder_is_whole() {
	[[ -f $1/SHA256SUMS ]] && [[ " $(cut -c67- "$1/SHA256SUMS" | paste -sd ' ') " == *" $2 "* ]] &&
		(cd "$1" && sha256sum --check --status SHA256SUMS)
}

library_is_whole() { folder_is_whole "$1" libonnxruntime.so; }

onnxruntime_is_present() {
	[[ -n ${KINORA_ONNXRUNTIME:-} && -f $KINORA_ONNXRUNTIME ]] || library_is_whole "$(ort_target)"
}

# download_wheel PACKAGE FOLDER PLATFORM
download_wheel() {
	local package=$1 folder=$2 platform=$3
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
		--platform "$platform" --python-version 3.12 \
		--dest "$folder" "$package"
}

# unpack_wheel WHEEL FOLDER PATTERN writes the files of a wheel whose path matches
# an expression into a folder, libraries without the version behind their names.
unpack_wheel() {
	python3 - "$1" "$2" "$3" <<'PY'
import pathlib, re, shutil, sys, zipfile

wheel, folder = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
for member in wheel.namelist():
    if re.fullmatch(sys.argv[3], member):
        name = re.sub(r"\.so\..*", ".so", pathlib.PurePosixPath(member).name)
        with wheel.open(member) as source, (folder / name).open("wb") as sink:
            shutil.copyfileobj(source, sink)
PY
	(cd "$2" && sha256sum -- * >../SHA256SUMS && mv ../SHA256SUMS .)
}

# fetch_wheel PACKAGE VERSION PLATFORM SHA256 TARGET PATTERN [INSTEAD] puts verified
# files in place with one rename, so that an interrupted set-up leaves nothing
# half-written. INSTEAD is what a user can do who cannot fetch them.
fetch_wheel() {
	local package=$1 version=$2 platform=$3 checksum=$4 target=$5 pattern=$6 instead=${7:-} staging wheel
	say "set-up: fetching $package $version"
	mkdir -p "$(dirname "$target")"
	# What an earlier set-up left when it was killed.
	find "$(dirname "$target")" -maxdepth 1 -name '.new.*' -mmin +60 -exec rm -rf {} +
	staging=$(mktemp -d "$(dirname "$target")/.new.XXXXXX")
	# shellcheck disable=SC2064 # the folder of this very call has to go
	trap "rm -rf '$staging'" EXIT
	mkdir "$staging/wheel" "$staging/lib"
	download_wheel "$package==$version" "$staging/wheel" "$platform" ||
		fail "$package $version could not be fetched; please check the network${instead:+, or $instead}"
	wheel=$(echo "$staging"/wheel/*.whl)
	echo "$checksum  $wheel" | sha256sum --check --status ||
		fail "the fetched $package $version does not have the expected checksum"
	unpack_wheel "$wheel" "$staging/lib" "$pattern"
	chmod 755 "$staging/lib"
	rm -rf "$target"
	mv -T "$staging/lib" "$target"
	rm -rf "$staging"
	trap - EXIT
}

# fetch_library PACKAGE VERSION SHA256 TARGET
fetch_library() {
	fetch_wheel "$1" "$2" "manylinux_2_28_$(uname -m)" "$3" "$4" 'onnxruntime/capi/libonnxruntime.*\.so.*' \
		'set KINORA_ONNXRUNTIME to a libonnxruntime.so of your own'
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
