#!/usr/bin/env bash
# Fuzzes one target with Jazzer: ./fuzz.sh NAME [seconds], with the name of a folder of seeds in
# rules, text or server; what it finds that fails is written beside them.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$home"
seeds="$(find rules text server -path "*/src/test/resources/fuzz/${1:-none}" -type d)"
names="$(find rules text server -path '*/src/test/resources/fuzz/*' -type d -printf '%f ')"
[ -n "$seeds" ] || { echo "expected a target of: ${names}found ${1:-none}" >&2; exit 2; }
name="$1"
seconds="${2:-180}"
module="${seeds%%/*}"

mvn -q -B -Pfuzz -pl "$module" -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$home/$module/target/fuzz.classpath" -Dmdep.includeScope=test
mkdir -p "$home/$module/target/fuzz/$name"
# The tests run without Unsafe's memory access, which Jazzer cannot do without.
exec java -Xmx2g --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
  -XX:+EnableDynamicAgentLoading -Djdk.attach.allowAttachSelf=true \
  -cp "$module/target/test-classes:$module/target/classes:$(cat $module/target/fuzz.classpath)" \
  com.code_intelligence.jazzer.Jazzer \
  --target_class="dev.ferrule.$module.fuzz.${name^}Target" \
  --instrumentation_includes='dev.ferrule.**' --custom_hook_includes='dev.ferrule.**' \
  --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*' \
  --reproducer_path="$home/$module/target/fuzz" \
  -artifact_prefix="$seeds/" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 \
  "$home/$module/target/fuzz/$name" "$seeds"
