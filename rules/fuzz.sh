#!/usr/bin/env bash
# Fuzzes one target with Jazzer: rules/fuzz.sh parser|projection|path|regex [seconds]
# Starts from the seeds in src/test/resources/fuzz; what it finds that fails is written beside them.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
name="${1:?expected a target: parser, projection, path or regex}"
seconds="${2:-180}"
cd "$home"
seeds="$home/rules/src/test/resources/fuzz/$name"
[ -d "$seeds" ] || { echo "expected a target with seeds, found none in $seeds" >&2; exit 2; }

mvn -q -B -Pfuzz -pl model,testkit,rules test-compile dependency:build-classpath \
  -Dmdep.outputFile="$home/rules/target/fuzz.classpath" -Dmdep.includeScope=test
mkdir -p "$home/rules/target/fuzz/$name"
# The tests run without Unsafe's memory access, which Jazzer cannot do without.
exec java -Xmx2g --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
  -XX:+EnableDynamicAgentLoading -Djdk.attach.allowAttachSelf=true \
  -cp "rules/target/test-classes:rules/target/classes:$(cat rules/target/fuzz.classpath)" \
  com.code_intelligence.jazzer.Jazzer \
  --target_class="dev.ferrule.rules.fuzz.${name^}Target" \
  --instrumentation_includes='dev.ferrule.**' --custom_hook_includes='dev.ferrule.**' \
  --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*' \
  --reproducer_path="$home/rules/target/fuzz" \
  -artifact_prefix="$seeds/" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 \
  "$home/rules/target/fuzz/$name" "$seeds"
