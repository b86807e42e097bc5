#!/usr/bin/env bash
# Every test of the project; ./ferrule test calls this with JAVA_HOME set. Ends with the true sum. A test of Java or
# Python that failed runs once more: time on a shared machine is not a test's own. Which did is said, to be mended.
set -uo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$home" || exit 1
passed=0
failed=0
skipped=0

say() { printf '%s\n' "$*"; }

count_java() { # adds up the reports that Surefire wrote
  local sums
  sums="$(find . -path '*/target/surefire-reports/TEST-*.xml' -newer target/test-started -print0 |
    xargs -0 -r grep -ho '<testsuite [^>]*>' |
    awk '{
      for (i = 1; i <= NF; i++) {
        if (match($i, /^(tests|errors|failures|skipped)="[0-9]+"/)) {
          split($i, pair, "=\""); sub(/".*/, "", pair[2]); sum[pair[1]] += pair[2]
        }
      }
    } END { print sum["tests"] + 0, sum["errors"] + sum["failures"] + 0, sum["skipped"] + 0 }')"
  local tests bad ignored
  read -r tests bad ignored <<<"$sums"
  passed=$((passed + tests - bad - ignored))
  failed=$((failed + bad))
  skipped=$((skipped + ignored))
  say "java: $((tests - bad - ignored)) passed, $bad failed, $ignored skipped"
  find . -path '*/target/surefire-reports/TEST-*.xml' -newer target/test-started -print0 |
    xargs -0 -r awk '/<testcase /{test = $0} /<flaky(Failure|Error)/{print test}' |
    sed -nE 's/.* name="([^"]*)" classname="([^"]*)".*/java: passed only when run again: \2.\1/p' | sort -u
}

require_etcd() { # the tests of etcd skip without it, and say so
  command -v etcd >/dev/null && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    say "installing etcd with apt-get, for the tests of releases in etcd"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq etcd-server >target/etcd.log 2>&1
  fi
}

java_tests() {
  say "== java: build, checks and tests"
  mkdir -p target
  touch target/test-started
  require_etcd || true
  local status=0
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" \
    mvn -B -ntp -Pdist -Dmaven.test.failure.ignore=true -Dsurefire.rerunFailingTestsCount=1 verify </dev/null 2>&1 |
    grep --line-buffered -E '^\[(ERROR|WARNING)\]|Tests run:|Building ferrule|BUILD|Reactor Summary|SUCCESS|FAILURE' ||
    true
  status=${PIPESTATUS[0]}
  local before=$failed
  count_java
  if [ "$status" -ne 0 ] && [ "$failed" -eq "$before" ]; then
    say "java: the build failed outside the tests (see the lines above)"
    failed=$((failed + 1))
  fi
  [ "$status" -eq 0 ] && touch target/built
  return 0
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then
      command -v "$name"
      return
    fi
  done
}

require_chromium() {
  CHROMIUM="$(find_chromium)"
  if [ -z "$CHROMIUM" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    say "installing chromium with apt-get, for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >target/chromium.log 2>&1
    CHROMIUM="$(find_chromium)"
  fi
  export CHROMIUM
  [ -n "$CHROMIUM" ]
}

require_npm() { # says what is missing for the part in $1
  if ! command -v npm >/dev/null; then
    say "$1: expected Node.js 20.19 or later with npm on PATH, found none (Debian: apt-get install nodejs npm)"
    failed=$((failed + 1))
    return 1
  fi
}

count_node() { # adds up what node --test wrote to the file $2 of the part $1, which ended with $3
  local good bad ignored
  good="$(sed -n 's/^[^0-9a-z]*pass \([0-9]*\)$/\1/p' "$2" | tail -n 1)"
  bad="$(sed -n 's/^[^0-9a-z]*fail \([0-9]*\)$/\1/p' "$2" | tail -n 1)"
  ignored="$(sed -n 's/^[^0-9a-z]*skipped \([0-9]*\)$/\1/p' "$2" | tail -n 1)"
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-0}))
  skipped=$((skipped + ${ignored:-0}))
  if [ "$3" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then
    say "$1: the run broke off"
    failed=$((failed + 1))
  fi
}

console_tests() {
  say "== console: its logic, and whether the committed pages are what its sources build"
  require_npm console || return
  local log="$home/target/console.log" built="$home/target/console" status
  rm -rf "$built"
  if ! (cd console && npm ci --no-audit --no-fund --loglevel=error && CONSOLE_OUT="$built" npm run build) </dev/null; then
    say "console: the build failed"
    failed=$((failed + 1))
    return
  fi
  if diff -r "$built" server/src/main/resources/web/console; then
    passed=$((passed + 1))
  else
    say "console: expected the committed pages to be what the sources build, found others; do: cd console && npm run build"
    failed=$((failed + 1))
  fi
  (cd console && npm test) </dev/null 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  count_node console "$log" "$status"
}

browser_tests() {
  say "== browser"
  require_npm browser || return
  if ! require_chromium; then
    say "browser: expected Chromium on PATH or in \$CHROMIUM, found none (Debian: apt-get install chromium)"
    failed=$((failed + 1))
    return
  fi
  if ! (cd browser && npm ci --no-audit --no-fund --loglevel=error); then
    say "browser: npm ci failed"
    failed=$((failed + 1))
    return
  fi
  local log="$home/target/browser.log" status
  (cd browser && npm test) </dev/null 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  count_node browser "$log" "$status"
}

count_pytest() { # the number of $1 in the last line of the file $2
  local number
  number="$(tail -n 1 "$2" | grep -oE "[0-9]+ $1" | grep -oE '^[0-9]+')"
  echo "${number:-0}"
}

python_tests() {
  say "== python"
  local log="$home/target/python.log" status good bad still ignored
  python/test.sh -rs --color=no </dev/null 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  good="$(count_pytest passed "$log")"
  bad="$(($(count_pytest failed "$log") + $(count_pytest error "$log")))"
  ignored="$(count_pytest skipped "$log")"
  if [ "$bad" -gt 0 ]; then
    say "python: $bad failed, which run once more"
    (cd python && "$home/target/venv/bin/pytest" --last-failed -rp --color=no) </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    grep '^PASSED ' "$log" | sed 's/^PASSED/python: passed only when run again:/'
    still="$(($(count_pytest failed "$log") + $(count_pytest error "$log")))"
    good="$((good + bad - still))"
    bad="$still"
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  skipped=$((skipped + ignored))
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    say "python: the run broke off (see the lines above)"
    failed=$((failed + 1))
  fi
}

licence_tests() {
  say "== licences: every library is named, and its licence allows to ship it"
  if python3 licences.py --python "$home/target/venv/bin/python"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

java_tests
console_tests
browser_tests
python_tests
licence_tests
[ "$skipped" -eq 0 ] || say "$skipped skipped, each with its reason above"
say "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
