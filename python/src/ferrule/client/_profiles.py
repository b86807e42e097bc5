"""Which node is meant: what is said, else the environment, else a profile of a file, else the node of this machine."""

import os
import stat
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ferrule.client._errors import ConfigInvalidError

DEFAULT_URL = "http://127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is, and the key to it."""

    url: str
    key: str | None = field(default=None, repr=False)


def profiles_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The file of profiles: `ferrule/profiles.toml` in the user's configuration directory."""
    if sys.platform == "win32":
        folder = Path(environment.get("APPDATA") or Path.home() / "AppData/Roaming")
    else:
        folder = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return folder / "ferrule" / "profiles.toml"


def place(
    url: str | None = None,
    key: str | None = None,
    profile: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Place:
    """The node that is meant, and its key.

    A profile that is named here goes before the environment; one that the environment names (`FERRULE_PROFILE`) goes
    behind `FERRULE_URL` and `FERRULE_KEY`. A profile's key is left out when the URL comes from elsewhere.
    """
    named = profile or environment.get("FERRULE_PROFILE")
    read = _profile(named, profiles_file(environment)) if named or url is None else Place(url)
    from_environment = environment.get("FERRULE_URL") or None
    environment_key = environment.get("FERRULE_KEY") or environment.get("FERRULE_API_KEY") or None
    if profile:
        chosen, spare = url or read.url, None if url and url != read.url else read.key
        return Place(chosen, key or spare or environment_key)
    chosen = url or from_environment or read.url
    return Place(chosen, key or environment_key or (read.key if chosen == read.url else None))


def _profile(name: str | None, file: Path) -> Place:
    """The profile of a file; without a name its `default`, and without that the node of this machine."""
    if not file.is_file():
        if name:
            raise ConfigInvalidError(f"expected the profile {name} in {file}, found no such file")
        return Place(DEFAULT_URL)
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise ConfigInvalidError(f"expected TOML in {file}, found something else") from e
    name = name or told.get("default")
    if name is None:
        return Place(DEFAULT_URL)
    profiles = told.get("profiles", {})
    if not isinstance(profiles.get(name), dict):
        raise ConfigInvalidError(f"expected a profile of {file} ({', '.join(profiles) or 'it has none'}), found {name}")
    return _read(name, profiles[name], file)


def _read(name: str, profile: Mapping[str, Any], file: Path) -> Place:
    unknown = set(profile) - {"url", "key", "key_from"}
    if unknown or not all(isinstance(value, str) for value in profile.values()):
        raise ConfigInvalidError(f"expected texts url, key or key_from in the profile {name}, found something else")
    key = profile.get("key")
    if key and sys.platform != "win32" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigInvalidError(
            f"expected a file with keys that only you can read, found another; run chmod 600 {file}"
        )
    if "key_from" in profile:
        key = os.environ.get(profile["key_from"])
        if not key:
            raise ConfigInvalidError(f"expected a key in {profile['key_from']}, as profile {name} says, found none")
    return Place(profile.get("url", DEFAULT_URL), key)
