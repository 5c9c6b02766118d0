# shellcheck shell=bash
# System packages: what is missing, and installing it where that is allowed.

has() { command -v "$1" >/dev/null 2>&1; }

can_compile_c() {
	has gcc && echo '#include <stdlib.h>' | gcc -fsyntax-only -x c - 2>/dev/null
}

# has_header tells whether a header is there, and all that it includes.
has_header() {
	has gcc && echo "#include <$1>" | gcc -E -x c - >/dev/null 2>&1
}

# window_packages prints what the window is built with and drawn by: headers of
# OpenGL, X11 and Wayland for Fyne, and libmpv for the player.
window_packages() {
	has pkg-config || echo pkg-config
	has_header GL/gl.h || echo libgl-dev
	has_header EGL/egl.h || echo libegl-dev
	has_header X11/Xcursor/Xcursor.h || echo libxcursor-dev
	has_header X11/extensions/Xrandr.h || echo libxrandr-dev
	has_header X11/extensions/Xinerama.h || echo libxinerama-dev
	has_header X11/extensions/XInput2.h || echo libxi-dev
	has_header X11/extensions/xf86vmode.h || echo libxxf86vm-dev
	has_header wayland-client-core.h || echo libwayland-dev
	has_header xkbcommon/xkbcommon.h || echo libxkbcommon-dev
	has_header mpv/client.h || echo libmpv-dev
}

# display_packages prints what tests show a window on where there is no screen.
display_packages() {
	has Xvfb || echo xvfb
	has xauth || echo xauth
	has xdotool || echo xdotool
	has xclip || echo xclip
	has openbox || echo openbox
	has import || echo imagemagick
	has_mesa_drivers || echo libgl1-mesa-dri
}

# has_mesa_drivers: Xvfb draws OpenGL with Mesa's drivers, which lie in a folder
# named after the machine.
has_mesa_drivers() {
	compgen -G '/usr/lib/*/dri/swrast_dri.so' >/dev/null || compgen -G '/usr/lib/dri/swrast_dri.so' >/dev/null || ! has apt-get
}

# has_certificates: without them neither Go nor pip can check whom they talk to.
has_certificates() {
	[[ -s /etc/ssl/certs/ca-certificates.crt ]] || ! has apt-get
}

# missing_packages prints the Debian names of what this machine lacks. Programs
# are looked for instead of package records, so that an own build of ffmpeg or
# Go counts.
missing_packages() {
	can_compile_c || printf '%s\n' gcc libc6-dev
	{ has ffmpeg && has ffprobe; } || echo ffmpeg
	has git || echo git
	has_certificates || echo ca-certificates
	has go || find_go >/dev/null || echo golang-go
	if ! onnxruntime_is_present; then
		has python3 && python3 -m pip --version >/dev/null 2>&1 || echo python3-pip
	fi
	window_packages
	display_packages
	if [[ ${with_dev_tools:-no} == yes ]]; then
		has shellcheck || echo shellcheck
	fi
	if [[ ${with_windows:-no} == yes ]]; then
		has x86_64-w64-mingw32-gcc || echo gcc-mingw-w64-x86-64-posix
		windows_parts_are_present || { has python3 && python3 -m pip --version >/dev/null 2>&1; } || echo python3-pip
	fi
	if [[ ${with_wine:-no} == yes && $(uname -m) == x86_64 ]]; then
		find_wine >/dev/null || echo wine64
	fi
}

# root_prefix prints what has to stand before a command to run it as root, and
# fails where that would need a password.
root_prefix() {
	if [[ $(id -u) == 0 ]]; then
		echo env
	elif has sudo && sudo -n true 2>/dev/null; then
		echo sudo
	else
		return 1
	fi
}

install_packages() {
	local missing prefix complaint
	mapfile -t missing < <(missing_packages)
	((${#missing[@]})) || return 0
	has apt-get || fail "please install these with your package manager, then try again: ${missing[*]}"
	prefix=$(root_prefix) ||
		fail "please run: sudo apt-get install --no-install-recommends ${missing[*]}"
	say "set-up: installing ${missing[*]}"
	"$prefix" DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
		say "set-up: the package lists could not be renewed; trying with those at hand"
	# apt-get warns of much that concerns nobody; it is shown where it fails.
	complaint=$("$prefix" DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" 2>&1) ||
		fail "apt-get could not install ${missing[*]}: $complaint"
}
