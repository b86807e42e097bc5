#!/usr/bin/env bash
# Runs one broker with an empty log: start.sh JAVA_HOME DIRECTORY PORT CONTROLLER_PORT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
java="$1/bin/java" directory="$2" port="$3" controller="$4"
rm -rf "$directory"
mkdir -p "$directory"
cat >"$directory/server.properties" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$directory/log
num.partitions=4
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
END
"$java" -cp 'lib/*' kafka.tools.StorageTool format -t ferrule-bench-kafka-0001 -c "$directory/server.properties" >"$directory/format.log" 2>&1
exec "$java" -Xmx512m -cp 'lib/*' kafka.Kafka "$directory/server.properties"
