package media

import "os/exec"

// installHint is how to get ffmpeg.
const installHint = "install it with: brew install ffmpeg"

// dieWithUs would make a child process end when this one is killed, where the
// system could be asked to. Here whoever starts us has to hold us together, by a
// process group or a job object.
func dieWithUs(*exec.Cmd) {}
