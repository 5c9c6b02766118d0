#!/usr/bin/env bash
# Builds build/windows: the program for Windows on x86-64 processors, whole, with
# all that it needs but libmpv. What is what there, and why: docs/windows.md.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=lib/places.sh
source "$here/lib/places.sh"
# shellcheck source-path=SCRIPTDIR source=lib/onnxruntime.sh
source "$here/lib/onnxruntime.sh"
# shellcheck source-path=SCRIPTDIR source=lib/windows.sh
source "$here/lib/windows.sh"
cd "$root"

target=x86_64-w64-mingw32
folder=build/windows
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

export GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=$target-gcc CXX=$target-g++
# The headers beside libmpv's own are for the machine that this is built on.
unset C_INCLUDE_PATH PKG_CONFIG_PATH

details() { sed -n "s/^$1 = \"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" FyneApp.toml; }

# resource FILE DESCRIPTION makes what the Explorer shows of a program, and the
# manifest that lets it use paths of any length and text of any language.
resource() {
	local version
	version=$(details Version)
	cat >"$parts/$1.rc" <<-TEXT
		1 24 "packaging/windows/kinora.manifest"
		1 VERSIONINFO
		FILEVERSION ${version//./,},$(details Build)
		PRODUCTVERSION ${version//./,},$(details Build)
		BEGIN
			BLOCK "StringFileInfo"
			BEGIN
				BLOCK "040904b0"
				BEGIN
					VALUE "CompanyName", "Kinora"
					VALUE "FileDescription", "$2"
					VALUE "FileVersion", "$version"
					VALUE "InternalName", "$(details ID)"
					VALUE "LegalCopyright", "Apache License 2.0"
					VALUE "OriginalFilename", "$1"
					VALUE "ProductName", "$(details Name)"
					VALUE "ProductVersion", "$version"
				END
			END
			BLOCK "VarFileInfo"
			BEGIN
				VALUE "Translation", 0x409, 0x4b0
			END
		END
	TEXT
	"$target-windres" -O coff -i "$parts/$1.rc" -o "$parts/$1.o"
}

# link PACKAGE FILE DESCRIPTION [LINKER OPTIONS]
link() {
	resource "$2" "$3"
	go build -trimpath -tags nocgo \
		-ldflags "-s -w ${4:-} -linkmode=external -X main.version=$(details Version) '-extldflags=$parts/$2.o'" \
		-o "$folder/$2" "$1"
}

# stand_in builds what the binding finds where there is no libmpv, with a function
# for each that it looks for.
stand_in() {
	local binding
	binding=$(go list -m -f '{{.Dir}}' github.com/gen2brain/go-mpv)
	{
		echo EXPORTS
		sed -n 's/.*RegisterLibFunc(.*"\(mpv_[a-z_]*\)").*/\1=nothing/p' "$binding"/*_nocgo.go
	} >"$parts/nompv.def"
	"$CC" -Wall -Wextra -Os -s -shared -o "$folder/mpv-1.dll" packaging/windows/nompv.c "$parts/nompv.def"
}

gather() {
	local ort ffmpeg
	ort=$(ort_windows_target)
	ffmpeg=$(ffmpeg_windows_target)
	install -D -m 644 -t "$folder" "$ort/onnxruntime.dll" "$ffmpeg/ffmpeg.exe" "$ffmpeg/ffprobe.exe"
	install -D -m 644 LICENSE "$folder/licences/kinora.txt"
	install -D -m 644 "$ort/LICENSE" "$folder/licences/onnxruntime.txt"
	install -D -m 644 "$ort/ThirdPartyNotices.txt" "$folder/licences/onnxruntime-notices.txt"
	install -D -m 644 "$ffmpeg/LICENSE" "$folder/licences/ffmpeg.txt"
	install -D -m 644 "$ffmpeg/README.txt" "$folder/licences/ffmpeg-build.txt"
	mkdir -p "$folder/packs"
	rm -rf "$folder/packs/pocket"
	cp -R assets/pocket "$folder/packs/pocket"
	rm -rf "$folder/packs/pocket/train"
}

mkdir -p "$folder"
link ./app/kinora kinora.exe "Kinora"
link ./packaging/windows/launcher kinora-studio.exe "Kinora studio" -H=windowsgui
stand_in
gather
echo "$folder: $(du -sh "$folder" | cut -f1)"
