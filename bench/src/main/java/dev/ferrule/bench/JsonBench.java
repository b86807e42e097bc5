package dev.ferrule.bench;

import com.sun.management.ThreadMXBean;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * How long does it take to find a dozen values in a real event, beside Jackson's streaming parser
 * and simdjson-java on the same bytes, and how far is that from just reading the bytes? All systems
 * check the whole document and give strings, numbers and booleans, which are compared. Rerun:
 * {@code ./ferrule bench json}.
 */
final class JsonBench implements Main.Bench {
  private static final int ROUNDS = 7;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Events of one kind, and the paths that a rule set might read of them. */
  private record Events(String name, String file, List<String> paths) {}

  private static final List<Events> SETS =
      List.of(
          new Events(
              "bluesky",
              "events_bluesky/jetstream_v1_events.jsonl",
              List.of(
                  "did",
                  "time_us",
                  "kind",
                  "commit.operation",
                  "commit.collection",
                  "commit.rkey",
                  "commit.record.$type",
                  "commit.record.text",
                  "commit.record.createdAt",
                  "commit.record.subject.uri",
                  "commit.record.reply.root.uri",
                  "commit.record.embed.$type")),
          new Events(
              "github",
              "events_github/github_events_2021-07-21.jsonl.gz",
              List.of(
                  "id",
                  "type",
                  "actor.id",
                  "actor.login",
                  "repo.name",
                  "payload.action",
                  "payload.ref",
                  "payload.size",
                  "payload.pull_request.user.login",
                  "payload.pull_request.title",
                  "payload.issue.user.login",
                  "public",
                  "created_at")),
          new Events(
              "wikipedia",
              "events_wikipedia/wiki_edits_2015-09-12.dev.jsonl.gz",
              List.of(
                  "time",
                  "channel",
                  "comment",
                  "countryIsoCode",
                  "isAnonymous",
                  "isRobot",
                  "namespace",
                  "page",
                  "user",
                  "delta")),
          new Events(
              "cloudtrail",
              "events_cloudtrail/cloudtrail_2023-07-10.dev.jsonl.gz",
              List.of(
                  "eventTime",
                  "eventSource",
                  "eventName",
                  "awsRegion",
                  "sourceIPAddress",
                  "userAgent",
                  "errorCode",
                  "userIdentity.type",
                  "userIdentity.arn",
                  "userIdentity.userName",
                  "requestParameters.bucketName",
                  "readOnly")),
          new Events(
              "nginx status",
              "events_web_logs/nginxplus_status_500.jsonl.gz",
              List.of(
                  "version",
                  "address",
                  "pid",
                  "timestamp",
                  "connections.accepted",
                  "connections.active",
                  "ssl.handshakes_failed",
                  "requests.total",
                  "requests.current",
                  "caches.http_cache.hit.responses")));

  @Override
  public Report run(Main.Setup setup) throws IOException {
    var report = new Report("json", setup.home());
    for (Events events : SETS) {
      List<byte[]> documents = documents(setup, events);
      var readers = new LinkedHashMap<String, JsonReaders.Reader>();
      readers.put("ferrule", new JsonReaders.Ferrule(events.paths()));
      readers.put("jackson streaming", new JsonReaders.Jackson(events.paths()));
      readers.put("simdjson-java", new JsonReaders.SimdJson(events.paths()));
      readers.put("eight bytes at a time", JsonBench::sum);
      check(readers, documents, events);
      measure(report, events, documents, readers, setup.quick() ? 0.1 : 1);
    }
    return report;
  }

  private static List<byte[]> documents(Main.Setup setup, Events events) throws IOException {
    Path file = setup.shared().resolve(events.file());
    if (!Files.exists(file)) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected the data set %s, found none; name its folder with --data".formatted(file));
    }
    try (var in = Files.newInputStream(file);
        var plain = events.file().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .limit(2_000)
          .filter(line -> !line.isBlank())
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }

  /** The limit: one pass over the bytes that looks at nothing. */
  private static void sum(byte[] bytes, JsonReaders.Values into) {
    long sum = 0;
    int p = 0;
    for (; p <= bytes.length - 8; p += 8) {
      sum ^= (long) LONGS.get(bytes, p);
    }
    into.put(0, sum);
  }

  private static void check(
      Map<String, JsonReaders.Reader> readers, List<byte[]> documents, Events events) {
    int found = 0;
    for (byte[] document : documents) {
      String expected = null;
      for (var reader : readers.entrySet()) {
        if (reader.getKey().startsWith("eight")) {
          continue;
        }
        var values = new JsonReaders.Values(events.paths().size());
        reader.getValue().read(document, values);
        String got = values.toString();
        found += values.count();
        if (expected != null && !expected.equals(got)) {
          throw new FerruleException(
              ErrorCode.INTERNAL,
              "expected the same values of %s from all, found others from %s"
                  .formatted(events.name(), reader.getKey()));
        }
        expected = got;
      }
    }
    if (found < documents.size()) {
      throw new FerruleException(
          ErrorCode.INTERNAL, "expected values in " + events.name() + ", found too few");
    }
  }

  private static void measure(
      Report report,
      Events events,
      List<byte[]> documents,
      Map<String, JsonReaders.Reader> readers,
      double seconds) {
    var nanos = new LinkedHashMap<String, double[]>();
    readers.keySet().forEach(name -> nanos.put(name, new double[ROUNDS]));
    var values = new JsonReaders.Values(events.paths().size());
    readers.values().forEach(reader -> pass(reader, documents, values, seconds)); // warms up
    for (int round = 0; round < ROUNDS; round++) {
      for (var reader : readers.entrySet()) {
        times(nanos, reader.getKey())[round] =
            pass(reader.getValue(), documents, values, seconds / 3);
      }
    }
    double bytes = documents.stream().mapToInt(d -> d.length).average().orElseThrow();
    for (var reader : readers.entrySet()) {
      double middle = middle(times(nanos, reader.getKey()));
      double[] each = each(reader.getValue(), documents, values);
      Map<String, Object> row = report.row(reader.getKey());
      row.put("events", events.name());
      row.put("bytes/event", Report.round(bytes));
      row.put("ns/event", Report.round(middle));
      row.put("GB/s", Report.round(bytes / middle));
      row.put("p50 ns", Report.round(each[each.length / 2]));
      row.put("p99 ns", Report.round(each[each.length * 99 / 100]));
      row.put("allocated/event", Report.round(allocated(reader.getValue(), documents, values)));
      row.put(
          "of rounds",
          Arrays.stream(times(nanos, reader.getKey())).mapToObj(Report::round).toList().toString());
    }
    double ours = middle(times(nanos, "ferrule"));
    for (String peer : readers.keySet()) {
      if (!peer.equals("ferrule")) {
        report.ratio(
            events.name() + ": times as fast as " + peer, middle(times(nanos, peer)) / ours);
      }
    }
  }

  private static double[] times(Map<String, double[]> nanos, String reader) {
    return nanos.getOrDefault(reader, new double[0]);
  }

  /** The processor time per document of passes over all of them, free of what else runs. */
  private static double pass(
      JsonReaders.Reader reader,
      List<byte[]> documents,
      JsonReaders.Values values,
      double seconds) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    long passes = 0;
    do {
      for (byte[] document : documents) {
        values.clear();
        reader.read(document, values);
      }
      passes++;
    } while (threads.getCurrentThreadCpuTime() - begun < seconds * 1e9);
    return (double) (threads.getCurrentThreadCpuTime() - begun) / passes / documents.size();
  }

  /** The median time of each document over several passes, sorted. */
  private static double[] each(
      JsonReaders.Reader reader, List<byte[]> documents, JsonReaders.Values values) {
    var times = new ArrayList<double[]>();
    for (int i = 0; i < documents.size(); i++) {
      times.add(new double[11]);
    }
    for (int pass = 0; pass < 11; pass++) {
      for (int i = 0; i < documents.size(); i++) {
        long started = System.nanoTime();
        values.clear();
        reader.read(documents.get(i), values);
        times.get(i)[pass] = System.nanoTime() - started;
      }
    }
    return times.stream().mapToDouble(JsonBench::middle).sorted().toArray();
  }

  private static double allocated(
      JsonReaders.Reader reader, List<byte[]> documents, JsonReaders.Values values) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < documents.size(); i++) {
      values.clear();
      reader.read(documents.get(i), values);
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / documents.size();
  }

  private static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
