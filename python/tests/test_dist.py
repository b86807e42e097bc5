"""The archive that `./ferrule dist archive` makes: it runs, answers and installs where there is no Java."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, free_port

BARE = {"PATH": "/usr/bin:/bin"}
PATIENCE_SECONDS = 600


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("archives")
    subprocess.run([PROJECT / "ferrule", "dist", "archive", "--quick", "--out", out], check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def prefix(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where install.sh put the archive; twice, as it may be run again."""
    made = tmp_path_factory.mktemp("prefix")
    for more in (["--without-caches"], []):
        done = install("--prefix", made, *more, whole(archives))
        assert done.returncode == 0, done.stderr
        assert f"as {made}/bin/ferrule" in done.stdout
    return made


def whole(archives: Path) -> Path:
    (archive,) = (file for file in archives.glob("*.tar.xz") if "without-model" not in file.name)
    return archive


def install(*words: object) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(PROJECT / "packaging/install.sh"), *map(str, words)]
    return subprocess.run(command, env=BARE, capture_output=True, text=True, timeout=PATIENCE_SECONDS)


def ferrule(prefix: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    command = [str(prefix / "bin/ferrule"), *map(str, words)]
    return subprocess.run(command, env=BARE | more, capture_output=True, text=True, timeout=PATIENCE_SECONDS)


def test_each_file_has_its_checksum(archives: Path) -> None:
    lines = (archives / "SHA256SUMS").read_text().splitlines()
    listed = {name: checksum for checksum, name in (line.split("  ") for line in lines)}
    assert sorted(listed) == sorted(file.name for file in archives.iterdir() if file.name != "SHA256SUMS")
    for name, checksum in listed.items():
        assert hashlib.sha256((archives / name).read_bytes()).hexdigest() == checksum, name


def test_the_sbom_lists_every_jar_with_its_hash(archives: Path, prefix: Path) -> None:
    place = prefix / "lib/ferrule"
    bom = json.loads((place / "sbom.cdx.json").read_text())
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    jars = {
        part["properties"][0]["value"]: part["hashes"][0]["content"]
        for part in bom["components"]
        if part["type"] == "library"
    }
    assert jars == {
        f"lib/{jar.name}": hashlib.sha256(jar.read_bytes()).hexdigest() for jar in (place / "lib").glob("*.jar")
    }
    assert [part["name"] for part in bom["components"] if not part["licenses"]] == []
    assert (archives / whole(archives).name.replace(".tar.xz", ".cdx.json")).read_text() == json.dumps(
        bom, indent=1
    ) + "\n"


def test_only_natives_of_this_platform_are_in_it(prefix: Path) -> None:
    jars = (prefix / "lib/ferrule/lib").glob("*.jar")
    held = [entry for jar in jars for entry in zipfile.ZipFile(jar).namelist()]
    assert [entry for entry in held if re.search(r"\.(so|dll|dylib|jnilib)$", entry)] == []


def test_help_is_the_text_that_java_prints(prefix: Path) -> None:
    quick = ferrule(prefix, "--help")
    assert quick.returncode == 0
    place = prefix / "lib/ferrule"
    java = [str(place / "runtime/bin/java"), "-cp", f"{place}/lib/*", "dev.ferrule.server.cli.Main", "--help"]
    assert quick.stdout == subprocess.check_output(java, env=BARE, text=True)
    assert "ferrule [-hV] COMMAND" in quick.stdout


def test_it_answers_without_java(prefix: Path, tmp_path: Path) -> None:
    for url in running(prefix, "up", tmp_path):
        found = ferrule(prefix, "ask", "--collection", "hotel", "--url", url, "What time is breakfast on Saturday?")
        assert (found.returncode, "07:30" in found.stdout) == (0, True), found.stderr


def test_a_pdf_and_a_docx_are_read_without_java(prefix: Path, tmp_path: Path) -> None:
    dining = PROJECT / "examples/hotel/documents/dining"
    for url in running(prefix, "serve", tmp_path):
        for name in ("wine-list.pdf", "room-service-menu.docx"):
            done = ferrule(prefix, "ingest", "--collection", "menus", dining / name, "--url", url)
            assert done.returncode == 0, done.stderr + done.stdout


def test_two_first_starts_at_once_both_work(prefix: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(prefix / "lib/ferrule", copy, symlinks=True, ignore=shutil.ignore_patterns("cache"))
    command = [str(copy / "bin/ferrule"), "check", str(copy / "examples/safety")]
    both = [subprocess.Popen(command, env=BARE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    for process in both:
        told, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, told
    assert [file.name for file in (copy / "cache").iterdir() if file.name.startswith("making")] == []
    assert (copy / "cache/command.aot").is_file()


def test_the_caches_are_used(prefix: Path, tmp_path: Path) -> None:
    cache = prefix / "lib/ferrule/cache"
    assert sorted(file.name for file in cache.glob("*.aot")) == ["command.aot", "node.aot"]
    # With AOTMode=on Java refuses to start when the cache does not fit.
    fits = "-XX:AOTMode=on"
    done = ferrule(prefix, "version", FERRULE_JAVA_OPTS=fits)
    assert done.returncode == 0, done.stdout + done.stderr
    failed = ferrule(prefix, "version", FERRULE_JAVA_OPTS=fits + " -XX:-UseCompactObjectHeaders")
    assert failed.returncode != 0  # so the line above can fail
    for url in running(prefix, "serve", tmp_path, FERRULE_JAVA_OPTS=fits):
        assert ferrule(prefix, "status", "--url", url).returncode == 0


def test_a_changed_archive_is_not_installed(archives: Path, tmp_path: Path) -> None:
    changed = tmp_path / whole(archives).name
    content = bytearray(whole(archives).read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    shutil.copy2(archives / "SHA256SUMS", tmp_path)
    done = install("--prefix", tmp_path / "prefix", changed)
    assert done.returncode == 1
    assert "expected the checksum" in done.stderr
    assert not (tmp_path / "prefix/lib/ferrule").exists()


def test_without_the_model_a_node_says_what_is_missing(archives: Path, tmp_path: Path) -> None:
    (archive,) = archives.glob("*without-model.tar.xz")
    subprocess.run(["tar", "-xf", archive, "-C", tmp_path, "--strip-components", "1"], check=True)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o500)
    command = [str(tmp_path / "bin/ferrule"), "serve", "--port", "0", "--data", str(tmp_path / "data")]
    done = subprocess.run(command, env=BARE, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert done.returncode == 2, done.stderr
    assert "add its jar to lib (model.not-found)" in done.stderr


def test_uninstall_leaves_nothing_of_it(tmp_path: Path) -> None:
    place, kept = tmp_path / "lib/ferrule", tmp_path / "bin/other"
    place.mkdir(parents=True)
    kept.parent.mkdir()
    kept.touch()
    assert install("--uninstall", "--prefix", tmp_path).returncode == 1  # not ours: it has no SHA256SUMS
    (place / "SHA256SUMS").touch()
    (tmp_path / "bin/ferrule").symlink_to("../lib/ferrule/bin/ferrule")
    assert install("--uninstall", "--prefix", tmp_path).returncode == 0
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_file() or file.is_symlink()) == ["other"]


def running(prefix: Path, command: str, data: Path, **more: str) -> Iterator[str]:
    """Yields the address of a node that is ready, and stops it; it must then end with 0."""
    url = f"http://127.0.0.1:{free_port()}"
    words = [str(prefix / "bin/ferrule"), command, "--port", url.rsplit(":", 1)[1], "--data", str(data / "data")]
    log = data / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(words, env=BARE | more, stdout=out, stderr=out)
    try:
        wanted = "Ctrl-C stops" if command == "up" else "serving on"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while wanted not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield url
        os.kill(process.pid, 15)
        assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
