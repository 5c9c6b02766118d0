"""What the benchmarks share: watching a process, medians, and writing docs/performance.md."""

import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/performance.md"
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Run:
    """One process from its start to its end, in seconds and MiB."""

    seconds: float
    peak: float  # of the process, or of the largest that it started
    together: float  # of the process and all that it started, at one moment
    lines: list = field(default_factory=list)  # (seconds since the start, what it printed as JSON)

    def when(self, **wanted) -> float:
        """When the first line came that has these values."""
        for at, line in self.lines:
            if all(line.get(key) == value for key, value in wanted.items()):
                return at
        raise LookupError(f"nothing was printed with {wanted}")

    def report(self) -> dict:
        return self.lines[-1][1]


class Watch(threading.Thread):
    """Adds up the resident memory of a process and its children, a hundred times a second."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.01):
            self.most = max(self.most, self.resident(self.pid))

    def resident(self, pid: int) -> int:
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            children = " ".join(p.read_text() for p in Path(f"/proc/{pid}/task").glob("*/children"))
        except (OSError, IndexError):  # it has ended
            return 0
        return pages * PAGE + sum(self.resident(int(child)) for child in children.split())


def run(command, **environment) -> Run:
    """Runs a command and reads the JSON lines that it prints; its complaints are shown where it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command], cwd=ROOT, env=os.environ | environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    watch = Watch(process.pid)
    complaints = []
    listener = threading.Thread(target=lambda: complaints.extend(process.stderr), daemon=True)
    watch.start()
    listener.start()
    lines = []
    for line in process.stdout:
        if line.startswith("{"):
            lines.append((time.perf_counter() - begun, json.loads(line)))
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.over.set()
    watch.join()
    listener.join()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{''.join(complaints[-20:])}{lines[-1:]}")
    return Run(seconds, usage.ru_maxrss / 1024, max(watch.most >> 10, usage.ru_maxrss) / 1024, lines)


def rounds(count: int, contestants: dict) -> dict:
    """Runs each contestant once a round, so that a slow minute of the machine meets all of them.

    A contestant is a function that returns figures; the medians of each are returned.
    """
    figures = {name: [] for name in contestants}
    for number in range(count):
        for name, contestant in contestants.items():
            figures[name].append(contestant())
            print(f"  {number + 1} of {count}, {name}: {figures[name][-1]}", file=sys.stderr, flush=True)
    return {
        name: {key: statistics.median(f[key] for f in several) for key in several[0]}
        for name, several in figures.items()
    }


def table(head, rows) -> str:
    def line(cells):
        return "| " + " | ".join(str(cell) for cell in cells) + " |"

    return "\n".join([line(head), "|" + "---|" * len(head), *(line(row) for row in rows)])


def seconds(value: float) -> str:
    return f"{value:.0f} s" if value >= 100 else f"{value:.1f} s" if value >= 10 else f"{value:.2f} s"


def mib(value: float) -> str:
    return f"{value:.0f} MiB"


def ratio(ours: float, theirs: float) -> str:
    return f"**{theirs / ours:.1f} ×**"


def first_line(command) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()[0]


def machine(*versions: str) -> str:
    """One line on where and when, for below a table."""
    about = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    found = re.search(r"model name\s*: (.*)", about)
    name = found.group(1) if found else platform.processor() or platform.machine()
    known = ["avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8"]
    flags = [f for f in known if re.search(rf"\b{f}\b", about)]
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30
    parts = [
        f"{name} ({', '.join(flags)})" if flags else name, f"{os.cpu_count()} cores", f"{memory:.0f} GiB",
        f"{platform.system()} {platform.release().split('-')[0]}", *versions, datetime.date.today().isoformat(),
    ]
    return "_" + ", ".join(parts) + "._"


def runtime_version(kinora: str) -> str:
    out = subprocess.run([kinora, "version"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    found = re.search(r"onnxruntime (\S+)", out)
    return f"ONNX Runtime {found.group(1)}" if found else "ONNX Runtime"


def warn_if_busy() -> None:
    load = os.getloadavg()[0]
    if load > os.cpu_count() / 4:
        print(f"note: the machine is busy (load {load:.1f}); the figures will be too", file=sys.stderr)


def write(name: str, text: str) -> None:
    """Puts a text in place of what the document has between the marks of that name."""
    print(text)
    begin, end = f"<!-- measured: {name} -->", "<!-- end -->"
    document = DOCUMENT.read_text()
    if begin not in document:
        sys.exit(f"{DOCUMENT} has no mark {begin}")
    before, _, rest = document.partition(begin)
    _, _, after = rest.partition(end)
    DOCUMENT.write_text(f"{before}{begin}\n{text}\n{end}{after}")
