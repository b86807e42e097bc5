"""Puts the engine's jars into the wheel when the checkout is built, with the native libraries of this platform alone."""

import platform
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NATIVES = "ai/onnxruntime/native/"
SYSTEMS = {"Linux": "linux", "Darwin": "osx", "Windows": "win"}
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "aarch64", "arm64": "aarch64"}


class EngineJars(BuildHookInterface):
    """Adds `ferrule/jars`; without a built checkout the wheel has none, and `Engine()` says what to do."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel is built."""
        target = Path(self.root).parent / "engine" / "target"
        jars = sorted([*target.glob("lib/*.jar"), *target.glob("ferrule-engine-*.jar")])
        if version == "editable" or not jars:
            return
        staged = target / "jars"
        staged.mkdir(exist_ok=True)
        for jar in jars:
            kept = staged / jar.name
            slim(jar, kept)
            build_data["force_include"][str(kept)] = f"ferrule/jars/{jar.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def slim(jar: Path, kept: Path) -> None:
    """Copies a jar without the native libraries of other platforms."""
    system, machine = SYSTEMS.get(platform.system(), ""), MACHINES.get(platform.machine().lower(), "")
    own = f"{NATIVES}{system}-{machine}/"
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if not entry.filename.startswith(NATIVES) or entry.filename.startswith(own):
                target.writestr(entry, source.read(entry), compresslevel=9)
