#!/usr/bin/env bash
# Puts Apache Kafka's broker into lib beside this script. Running it again does nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
say() { printf '[kafka] %s\n' "$*"; }

if [ -f lib/ready ] && [ lib/ready -nt pom.xml ]; then
  say "already set up"
  exit 0
fi
say "fetching the broker and its libraries"
mvn -q -B -ntp -f pom.xml \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib
touch lib/ready
say "done"
