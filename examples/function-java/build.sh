#!/bin/sh
# Makes vowel-count.jar. Usage: ./build.sh <directory with Ferrule's jars>
set -eu
cd "$(dirname "$0")"
mkdir -p build/META-INF/services
javac --release 25 -cp "$1/*" -d build src/VowelCount.java
echo VowelCount > build/META-INF/services/dev.ferrule.rules.spi.FunctionProvider
jar --create --file vowel-count.jar -C build .
