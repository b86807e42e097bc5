package dev.ferrule.server.config;

import static dev.ferrule.server.config.Setting.Kind.BOOLEAN;
import static dev.ferrule.server.config.Setting.Kind.BYTES;
import static dev.ferrule.server.config.Setting.Kind.DECIMAL;
import static dev.ferrule.server.config.Setting.Kind.DURATION;
import static dev.ferrule.server.config.Setting.Kind.INTEGER;
import static dev.ferrule.server.config.Setting.Kind.TEXT;

import java.util.List;

/** Every setting there is; docs/configuration.md is held to it by a test. */
public final class SettingsTable {
  private SettingsTable() {}

  public static final List<Setting> ALL =
      List.of(
          new Setting("data.directory", TEXT, "ferrule-data", "where the node keeps everything"),
          new Setting(
              "backup.directory",
              TEXT,
              "",
              "where backups go, by name; empty means that none are made"),
          new Setting("backup.keep", INTEGER, "7", "backups of a name that are kept"),
          new Setting(
              "server.host",
              TEXT,
              "127.0.0.1",
              "address to listen on; another than loopback needs keys and TLS"),
          new Setting("server.port", INTEGER, "8080", "port to listen on; 0 picks a free one"),
          new Setting("server.tls.certificate", TEXT, "", "PEM file with the certificate chain"),
          new Setting("server.tls.key", TEXT, "", "PEM file with the private key"),
          new Setting(
              "server.tls.reload_interval",
              DURATION,
              "10s",
              "how often both files are looked at for a renewal"),
          new Setting(
              "server.allow_insecure",
              BOOLEAN,
              "false",
              "listen beyond loopback without keys or TLS"),
          new Setting(
              "server.drain_timeout",
              DURATION,
              "10s",
              "how long a stopping node lets requests finish"),
          new Setting(
              "server.idle_timeout", DURATION, "60s", "how long a silent connection stays open"),
          new Setting(
              "server.request_timeout",
              DURATION,
              "30s",
              "how long a client may take to send a request"),
          new Setting("limits.body_bytes", BYTES, "64MiB", "largest request body"),
          new Setting(
              "limits.buffered_bytes",
              BYTES,
              "256MiB",
              "request bodies in memory at once, on each port"),
          new Setting(
              "limits.requests", INTEGER, "512", "requests in progress at once; more get 429"),
          new Setting(
              "limits.ingest_requests", INTEGER, "32", "of these, requests that put documents"),
          new Setting("limits.connections", INTEGER, "10000", "open connections, on each port"),
          new Setting("limits.query_chars", INTEGER, "8192", "longest query or question"),
          new Setting("limits.top_k", INTEGER, "100", "most hits in one response"),
          new Setting("limits.offset", INTEGER, "10000", "deepest hit that can be paged to"),
          new Setting("limits.collections", INTEGER, "256", "collections in a node"),
          new Setting(
              "embedding.model",
              TEXT,
              "all-MiniLM-L6-v2",
              "model of new collections that name none"),
          new Setting(
              "embedding.models_directory",
              TEXT,
              "",
              "where models of your own are; empty means models/ in the data directory"),
          new Setting(
              "embedding.workers",
              INTEGER,
              "0",
              "threads that run the model; 0 means one per core"),
          new Setting(
              "embedding.max_batch_tokens",
              INTEGER,
              "256",
              "most tokens in a batch; a longer text runs alone"),
          new Setting(
              "embedding.max_waiting_tokens",
              INTEGER,
              "500000",
              "most tokens waiting for the model; more get 429"),
          new Setting(
              "embedding.linger",
              DURATION,
              "2ms",
              "how long a document's chunk waits for others of its length"),
          new Setting(
              "embedding.cached_queries",
              INTEGER,
              "4096",
              "recent queries whose vectors are remembered"),
          new Setting(
              "index.refresh_interval",
              DURATION,
              "250ms",
              "longest time until a put document is found"),
          new Setting(
              "index.commit_interval", DURATION, "10s", "how often indexes are written to disk"),
          new Setting("answer.passages", INTEGER, "12", "chunks that an answer is chosen from"),
          new Setting("answer.sentences", INTEGER, "3", "most sentences of an extractive answer"),
          new Setting(
              "answer.min_confidence",
              DECIMAL,
              "0.5",
              "confidence below which the answer is: no answer"),
          new Setting(
              "answer.rules",
              BOOLEAN,
              "false",
              "whether the live release judges each question and each answer"),
          new Setting(
              "answer.rules_fail_open",
              BOOLEAN,
              "false",
              "whether a question is answered unchecked when the rules fail, rather than refused"),
          new Setting(
              "upstream.url",
              TEXT,
              "",
              "base URL of an OpenAI-compatible API that words answers, as http://127.0.0.1:11434/v1"),
          new Setting("upstream.model", TEXT, "", "model to ask there"),
          new Setting(
              "upstream.api_key", TEXT, "", "its key; better set by FERRULE_UPSTREAM_API_KEY"),
          new Setting(
              "upstream.timeout",
              DURATION,
              "20s",
              "deadline of one generated answer, after which the extractive one is given"),
          new Setting("upstream.max_tokens", INTEGER, "512", "most tokens of a generated answer"),
          new Setting(
              "upstream.requests",
              INTEGER,
              "32",
              "upstream calls at once; more get the extractive answer"),
          new Setting(
              "upstream.prompt_file",
              TEXT,
              "",
              "prompt template of your own; empty means the built-in one"),
          new Setting(
              "node.name",
              TEXT,
              "",
              "name of this node among others; empty means the host's name and the port"),
          new Setting(
              "events.entity_path",
              TEXT,
              "",
              "JSON path of an event's entity, as $.user.id: its events keep their order, and a share"
                  + " of entities is a share of events"),
          new Setting(
              "events.waiting",
              INTEGER,
              "20000",
              "most events that wait for the disk; more get 429"),
          new Setting(
              "events.concurrent",
              INTEGER,
              "256",
              "most events evaluated at once when rules call functions that wait"),
          new Setting(
              "events.keep_data",
              BOOLEAN,
              "true",
              "whether results keep the event's data (never the secret part), for explanations"),
          new Setting("events.retention", DURATION, "168h", "how long results are kept"),
          new Setting(
              "events.results_bytes",
              BYTES,
              "4GiB",
              "most bytes of results on disk; the oldest go"),
          new Setting(
              "events.inbox_events",
              INTEGER,
              "1000000",
              "most acknowledged events that wait to be evaluated; more get 429"),
          new Setting(
              "events.jsonl_file",
              TEXT,
              "",
              "a file to which each result is appended as a line of JSON; empty means none"),
          new Setting(
              "events.sinks_directory",
              TEXT,
              "",
              "a directory of jars with sinks of your own; empty means none"),
          new Setting(
              "rules.functions_directory",
              TEXT,
              "",
              "a directory of jars with functions of your own; empty means none"),
          new Setting(
              "rules.name_server",
              TEXT,
              "",
              "the name server that MXLookup asks; empty means that it fails"),
          new Setting(
              "grpc.port", TEXT, "off", "port for gRPC on server.host, 0 for a free one, or off"),
          new Setting(
              "functions.in_process",
              BOOLEAN,
              "false",
              "whether functions with `runs: in_process` run in this process, which trusts their code"),
          new Setting(
              "functions.python",
              TEXT,
              "python3",
              "the Python for that; a virtual environment's brings its packages"),
          new Setting(
              "functions.python_library",
              TEXT,
              "",
              "its shared library, when it is not where that Python says"),
          new Setting(
              "workers.count",
              INTEGER,
              "0",
              "processes that the node starts for each release that names sources of functions"),
          new Setting(
              "workers.command",
              TEXT,
              "ferrule worker",
              "what starts one; the paths of the sources come behind it"),
          new Setting(
              "workers.memory_mb",
              INTEGER,
              "1024",
              "memory above which such a process is drained and started again"),
          new Setting(
              "workers.start_seconds",
              INTEGER,
              "30",
              "how long a release waits for a worker of each of its functions"),
          new Setting(
              "workers.waiting",
              INTEGER,
              "10000",
              "most calls of one function that wait for a worker; more fail"),
          new Setting("kafka.bootstrap_servers", TEXT, "", "Kafka brokers; empty means no Kafka"),
          new Setting("kafka.source_topic", TEXT, "", "topic that events are read from"),
          new Setting("kafka.group", TEXT, "ferrule", "consumer group of the nodes"),
          new Setting("kafka.result_topic", TEXT, "", "topic that results are written to"),
          new Setting(
              "kafka.dead_letter_topic",
              TEXT,
              "",
              "topic for events that cannot be evaluated; empty means the node's store alone"),
          new Setting(
              "kafka.in_flight", INTEGER, "4096", "most events of a partition in progress at once"),
          new Setting(
              "kafka.properties_file",
              TEXT,
              "",
              "further client properties, as for TLS and passwords"),
          new Setting(
              "etcd.endpoints",
              TEXT,
              "",
              "etcd v3 servers, as http://127.0.0.1:2379, separated by commas; empty means that"
                  + " releases are kept in the node's store"),
          new Setting("etcd.prefix", TEXT, "/ferrule", "what the keys in etcd begin with"),
          new Setting("etcd.user", TEXT, "", "user in etcd; empty means none"),
          new Setting(
              "etcd.password", TEXT, "", "its password; better set by FERRULE_ETCD_PASSWORD"),
          new Setting(
              "etcd.osprey_key",
              TEXT,
              "",
              "a key with an Osprey rule set, {path: contents}, to run whenever it changes"),
          new Setting("log.format", TEXT, "text", "text or json"),
          new Setting("log.level", TEXT, "info", "error, warn, info or debug"),
          new Setting(
              "log.slow_requests",
              DURATION,
              "1s",
              "from which time on a request is logged with its stages; 0s means never"),
          new Setting(
              "tracing.endpoint",
              TEXT,
              "",
              "where traces go by OTLP over HTTP, as http://127.0.0.1:4318; empty means no traces"),
          new Setting(
              "tracing.share",
              DECIMAL,
              "0.1",
              "share of requests that are traced, from 0 to 1, where the caller does not say"),
          new Setting(
              "tracing.authorization",
              TEXT,
              "",
              "header authorization for that endpoint; better set by"
                  + " FERRULE_TRACING_AUTHORIZATION"));
}
