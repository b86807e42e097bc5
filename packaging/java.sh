# shellcheck shell=sh
# How Java runs Ferrule: sourced by ./ferrule in a checkout and by bin/ferrule of a distribution, so that both run
# alike. They set: home, java (the command), class_path, native_flags, caches (a directory, or empty for none),
# and stamp (a file that is newer than caches that no longer fit).

# Sets `flags` and `kind` for the command $1. Two kinds, as a cache fits one collector.
java_flags() {
  flags="-Xms64m -Xmx${FERRULE_HEAP:-1g} -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED"
  flags="$flags --sun-misc-unsafe-memory-access=deny"
  case "$1" in
    up | serve | bench)
      # A node collects without pauses, early, and gives memory back rather than fill the heap, which is there for
      # large uploads; at rest, too, and what native code freed. The vector API speeds search up.
      kind=node
      flags="$flags -XX:+UseZGC --add-modules=jdk.incubator.vector"
      [ "$1" = bench ] || flags="$flags -XX:ZUncommitDelay=5 -XX:ZCollectionIntervalMajor=15 -XX:TrimNativeHeapInterval=20000"
      [ "$1" = bench ] || [ -n "${FERRULE_HEAP:-}" ] || flags="$flags -XX:SoftMaxHeapSize=640m"
      ;;
    *)
      # A short command starts fastest with the simplest collector.
      kind=command
      flags="$flags -XX:+UseSerialGC"
      ;;
  esac
}

# What a short run loaded and compiled is kept in a cache of the kind, so that the next starts take less time
# (JEP 483, 514, 515). It is made aside and moved into place: others may be making it at the same time.
remember() { # remember COMMAND
  [ -n "$caches" ] || return 0
  java_flags "$1"
  [ ! -f "$caches/$kind.aot" ] || [ ! "$caches/$kind.aot" -nt "$stamp" ] || return 0
  { mkdir -p "$caches" && aside="$(mktemp -d "$caches/making.XXXXXX")"; } 2>/dev/null || return 0
  echo "Preparing a faster start (once; takes some seconds)..." >&2
  case "$kind" in
    node) train_node ;;
    command) (train check "$home/examples/safety") ;;
  esac || true
  [ ! -f "$aside/cache" ] || mv -f "$aside/cache" "$caches/$kind.aot"
  mv -f "$aside/log" "$caches/$kind.log" 2>/dev/null || true
  rm -rf "$aside"
}

train() { # in a subshell, which becomes Java, so that its process id is that of Java
  # shellcheck disable=SC2086 # flags are words
  exec "$java" -XX:AOTCacheOutput="$aside/cache" $flags $native_flags -Dferrule.home="$home" \
    -cp "$class_path" dev.ferrule.server.cli.Main "$@" >"$aside/log" 2>&1 </dev/null
}

train_node() { # a node that takes the example in and answers from it, for a minute at most
  : >"$aside/log"
  (train up --port 0 --data "$aside/data") &
  node=$!
  waited=0
  while [ "$waited" -lt 600 ] && kill -0 "$node" 2>/dev/null && ! grep -q "Ctrl-C stops" "$aside/log"; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill "$node" 2>/dev/null || true
  wait "$node"
}

# Runs class $1 as this process; the flags are those of the command $2.
run_java() {
  class="$1"
  shift
  java_flags "${1:-}"
  [ "$class" = dev.ferrule.server.cli.Main ] || java_flags bench
  cache=""
  [ -z "$caches" ] || [ ! -f "$caches/$kind.aot" ] || cache="-XX:AOTCache=$caches/$kind.aot -Xlog:aot=off -Xlog:cds=off"
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" # native code shares few arenas, as it frees on other threads
  # shellcheck disable=SC2086 # flags are words
  exec "$java" $cache $flags $native_flags -Dferrule.home="$home" ${FERRULE_JAVA_OPTS:-} -cp "$class_path" "$class" "$@"
}
