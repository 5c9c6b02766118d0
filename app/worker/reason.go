package worker

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// exit is how a process ended.
type exit struct {
	code   int    // -1 for a signal
	signal string // its name, such as SIGSEGV; empty where there was none
	killed string // why the supervisor killed it; empty for an end of its own
	full   bool   // the system says that memory ran out in it
}

// killedCode is what a shell makes of SIGKILL.
const killedCode = 128 + 9

var (
	outOfMemory = regexp.MustCompile(`(?i)out of memory|cannot allocate memory|std::bad_alloc|failed to allocate memory|failed to create new OS thread|pthread_create failed|CUDA_ERROR_OUT_OF_MEMORY|E_OUTOFMEMORY`)
	driverError = regexp.MustCompile(`(?i)\bCUDA (?:failure|error)|\bcudaError|CUBLAS_STATUS|CUDNN_STATUS|\bNVRM\b|\bXid\b|DXGI_ERROR|device removed|\bHIP error`)
	missing     = regexp.MustCompile(`error while loading shared libraries: ([^:]+)|Library not loaded: (\S+)|image not found`)
	panicked    = regexp.MustCompile(`^(?:panic|fatal error): `)
	nativeFault = regexp.MustCompile(`^(SIG[A-Z]+): |^fatal error: unexpected signal|signal arrived during cgo execution`)
)

// telltale reports whether a line may say why a process ends.
func telltale(line string) bool {
	for _, pattern := range []*regexp.Regexp{outOfMemory, driverError, missing, nativeFault, panicked} {
		if pattern.MatchString(line) {
			return true
		}
	}
	return false
}

// explain says in words why a process ended, by its exit, the telltale lines of
// its job, and its last lines.
func explain(e exit, telltales, log []string) *Crash {
	c := &Crash{Log: log}
	if len(telltales) > 0 && !slices.Contains(log, telltales[0]) { // a long trace has pushed it out
		c.Log = slices.Concat(telltales, log)
	}
	switch line := ""; {
	case e.killed != "":
		c.Reason, c.Hint = e.killed, "try again; if it happens again, update the graphics driver or use --provider cpu"
	case e.full, find(telltales, outOfMemory, &line):
		c.Memory = true
		c.Reason, c.Hint = "the worker ran out of memory", "use a smaller size or fewer frames, or close other programs"
		if line != "" {
			c.Reason += ": " + line
		}
	case find(telltales, driverError, &line):
		c.Reason, c.Hint = "the driver of the accelerator failed: "+line, "try again; if it happens again, update the graphics driver or use --provider cpu"
	case find(telltales, missing, &line):
		c.Reason, c.Hint = "a library is missing: "+line, "install Kinora again"
	case e.signal == "SIGKILL" || e.code == killedCode:
		c.Memory = true
		c.Reason, c.Hint = "the worker was killed (SIGKILL), most likely by the system because memory ran short", "use a smaller size or fewer frames, or close other programs"
	case find(telltales, nativeFault, &line):
		c.Reason, c.Hint = "the worker crashed in native code: "+line, "try again; if it happens again, report it with the log"
	case find(telltales, panicked, &line):
		c.Reason, c.Hint = "the worker crashed: "+line, "report this with the log"
	case e.signal != "":
		c.Reason, c.Hint = "the worker was ended by "+e.signal, "try again; if it happens again, report it with the log"
	default:
		c.Reason, c.Hint = fmt.Sprintf("the worker ended with exit code %d", e.code), "try again; if it happens again, report it with the log"
		if n := len(log); n > 0 && strings.TrimSpace(log[n-1]) != "" {
			c.Reason += ": " + strings.TrimSpace(log[n-1])
		}
	}
	return c
}

// find looks for the first line that matches, which is nearest to the cause.
func find(lines []string, pattern *regexp.Regexp, line *string) bool {
	for _, l := range lines {
		if pattern.MatchString(l) {
			*line = strings.TrimSpace(l)
			return true
		}
	}
	return false
}
