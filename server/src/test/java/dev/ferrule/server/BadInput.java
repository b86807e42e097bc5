package dev.ferrule.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The table of what a node refuses. To add a row, add a line: a request, and the status and the
 * code that it gets. {@link BadInputIT} sends each to a node and requires that nothing stored
 * changes.
 *
 * <p>Characters of a request below 256 are bytes, so that {@code \u00ff} is no UTF-8.
 */
final class BadInput {
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final String FORM = "multipart/form-data; boundary=b";
  private static final String PDF = "application/pdf";
  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  private static final String KEPT = "/v1/collections/kept";
  private static final String SEARCH = KEPT + "/search";
  private static final String ANSWER = KEPT + "/answer";
  private static final String DOCUMENTS = KEPT + "/documents";
  private static final String BAD = DOCUMENTS + "/bad";
  private static final String TEXT = "{\"text\": \"x\"}";
  private static final String MALFORMED = "request.malformed";
  private static final String TOO_LARGE = "request.too-large";
  private static final String UNREADABLE = "document.unreadable";

  /**
   * A request and what it gets.
   *
   * @param name its method, its path and the beginning of its body
   * @param request its bytes, made when they are sent
   * @param status of the response; 200 where each line of a response has its own outcome
   * @param code what the code in the response begins with
   */
  record Row(String name, Supplier<byte[]> request, int status, String code) {}

  private final List<Row> rows = new ArrayList<>();

  private BadInput() {
    json();
    bytesThatAreNoUtf8();
    sizes();
    fields();
    filters();
    names();
    paths();
    files();
    lines();
    events();
    releases();
  }

  static List<Row> rows() {
    return List.copyOf(new BadInput().rows);
  }

  private void json() {
    var bodies =
        List.of(
            "",
            "{",
            "nul",
            "{} {}",
            "{'a': 1}",
            "{\"a\": 1,}",
            "[1, 2]",
            "7",
            "\u0000",
            "{\"a\": NaN}",
            "{\"a\": Infinity}",
            "{\"a\": 1, \"a\": 2}",
            "{\"a\": \"\\x\"}",
            "{\"unknown_field\": 1}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "[".repeat(10_000) + "]".repeat(10_000),
            "{\"a\": " + "9".repeat(100_000) + "}",
            "{\"" + "k".repeat(100_000) + "\": 1}");
    for (String path : List.of(SEARCH, ANSWER, "/v1/embeddings", "/v1/keys", "/v1/releases")) {
      bodies.forEach(body -> json("POST", path, body).gets(400, MALFORMED));
    }
  }

  private void bytesThatAreNoUtf8() {
    var broken =
        List.of(
            "\\ud800",
            "\\udc00 x",
            "x \\ud83d",
            "\\ud83d\\ud83d\\ude00",
            "\u00ff",
            "\u00c3(",
            "\u00ed\u00a0\u0080",
            "\u00c0\u00af");
    for (String text : broken) {
      json("POST", SEARCH, "{\"query\": \"" + text + "\"}").gets(400, MALFORMED);
      json("POST", ANSWER, "{\"question\": \"" + text + "\"}").gets(400, MALFORMED);
      json("POST", "/v1/embeddings", "{\"input\": \"" + text + "\"}").gets(400, MALFORMED);
      json("PUT", BAD, "{\"text\": \"" + text + "\"}").gets(400, MALFORMED);
      json("PUT", BAD, "{\"" + text + "\": 1}").gets(400, MALFORMED);
      json("POST", "/v1/releases", "{\"files\": {\"" + text + "\": \"\"}}").gets(400, MALFORMED);
      send("POST", DOCUMENTS, LINES, "{\"id\": \"" + text + "\"}").gets(200, MALFORMED);
      send("POST", DOCUMENTS, FORM, form("metadata", text)).gets(400, MALFORMED);
    }
    for (String text : List.of("\u00ff", "%ff", "%c3%28", "%ed%a0%80", "%c0%af", "%f0%9f", "%")) {
      json("PUT", DOCUMENTS + "/" + text, TEXT).gets(400, MALFORMED);
      json("POST", "/v1/events?mode=" + text, "{}").gets(400, MALFORMED);
      get(DOCUMENTS + "?after=" + text).gets(400, MALFORMED);
      get("/v1/entities/User/" + text).gets(400, MALFORMED);
      get("/v1/entities/" + text + "/u").gets(400, MALFORMED);
      get("/console/" + text).gets(400, MALFORMED);
    }
    send("POST", SEARCH, "\u00ff\u00fe", "{}").gets(415, "request.media-type");
  }

  private void sizes() {
    String megabyte = "why ".repeat(250_000);
    json("POST", ANSWER, "{\"question\": \"" + megabyte + "\"}").gets(400, MALFORMED);
    json("POST", SEARCH, "{\"query\": \"" + megabyte + "\"}").gets(400, MALFORMED);
    send("PUT", BAD, "text/plain", () -> new byte[(64 << 20) + 1]).gets(413, TOO_LARGE);
    new Sent("PUT " + BAD + " in chunks", () -> chunked(66)).gets(413, TOO_LARGE);
    send("PUT", BAD, "text/plain", "word ".repeat(2_100_000)).gets(413, TOO_LARGE);
    String texts = "\"a\",".repeat(100_000) + "\"a\"";
    json("POST", "/v1/embeddings", "{\"model\": \"all-MiniLM-L6-v2\", \"input\": [" + texts + "]}")
        .gets(400, MALFORMED);
  }

  private void fields() {
    var searches =
        List.of(
            "\"query\": 5",
            "\"query\": [\"x\"]",
            "\"query\": null",
            "\"query\": \"x\", \"top_k\": \"5\"",
            "\"query\": \"x\", \"top_k\": 1e400",
            "\"query\": \"x\", \"offset\": -1",
            "\"query\": \"x\", \"vector\": [NaN, 1]",
            "\"query\": \"x\", \"vector\": [1, 2, 3]");
    searches.forEach(body -> json("POST", SEARCH, "{" + body + "}").gets(400, MALFORMED));
    json("POST", ANSWER, "{\"question\": \"x\", \"stream\": \"yes\"}").gets(400, MALFORMED);
    var metadata =
        List.of(
            "{\"stars\": \"5\"}",
            "{\"stars\": 1.5}",
            "{\"stars\": 9223372036854775808}",
            "{\"price\": 1e999}",
            "{\"unknown\": 1}",
            "{\"city\": {}}",
            "{\"city\": \"" + "x".repeat(100_000) + "\"}",
            "[]");
    metadata.forEach(values ->
        json("PUT", BAD, "{\"text\": \"x\", \"metadata\": " + values + "}")
            .gets(400, "document.field"));
    String other = "/v1/collections/new";
    json("PUT", other, "{\"fields\": {\"a\": \"blob\"}}").gets(400, MALFORMED);
    json("PUT", other, "{\"model\": \"../../etc\"}").gets(404, "model.not-found");
    json("PUT", KEPT, "{\"fields\": {\"a\": \"int\"}}").gets(409, "collection.exists");
    send("POST", DOCUMENTS, FORM, "--b\r\nx").gets(400, MALFORMED);
    send("POST", DOCUMENTS, FORM, "--b--\r\n").gets(400, MALFORMED);
    send("POST", DOCUMENTS, "multipart/form-data", "--b--\r\n").gets(400, MALFORMED);
  }

  private void filters() {
    String term = "{\"eq\": {\"stars\": 1}}";
    var wrong =
        List.of(
            "{\"or\": [" + String.join(",", Collections.nCopies(10_000, term)) + "]}",
            "{\"in\": {\"stars\": [" + "1,".repeat(9_999) + "1]}}",
            "{\"documents\": [" + "\"a\",".repeat(9_999) + "\"a\"]}",
            "{\"not\": ".repeat(100) + term + "}".repeat(100),
            "[]",
            "7",
            "{}",
            "{\"eq\": 1}",
            "{\"eq\": {\"none\": 1}}",
            "{\"eq\": {\"stars\": \"x\"}}",
            "{\"eq\": {\"price\": 1e999}}",
            "{\"eq\": {\"since\": \"soon\"}}",
            "{\"like\": {}}",
            "{\"and\": {}}",
            "{\"range\": {\"stars\": {}}}");
    for (String filter : wrong) {
      filtered(filter, "filter.invalid");
    }
    filtered("{\"not\": ".repeat(10_000) + term + "}".repeat(10_000), MALFORMED);
  }

  private void filtered(String filter, String code) {
    json("POST", SEARCH, "{\"filter\": " + filter + ", \"query\": \"x\"}").gets(400, code);
    json("POST", KEPT + "/delete", "{\"filter\": " + filter + "}").gets(400, code);
  }

  private void names() {
    for (String id : List.of("%00", "a%00b", "x".repeat(513))) {
      json("PUT", DOCUMENTS + "/" + id, TEXT).gets(400, "document.invalid");
    }
    String hook = "{\"url\": \"http://127.0.0.1:9/\", \"secret\": \"" + "s".repeat(40) + "\"}";
    var names =
        List.of(
            "..",
            "%2e%2e",
            ".",
            "%2e",
            "a%2Fb",
            "..%2f..%2fetc",
            "%00",
            "a%0d%0ab:c",
            "A",
            "%F0%9F%98%80",
            "x".repeat(300));
    for (String name : names) {
      json("PUT", "/v1/collections/" + name, "{}").gets(400, "collection.invalid");
      json("PUT", "/v1/collections/" + name + "/documents/a", TEXT)
          .gets(404, "collection.not-found");
      json("PUT", "/v1/webhooks/" + name, hook).gets(400, "webhook.invalid");
      json("POST", "/v1/releases/" + name + "/activate", "{}").gets(400, MALFORMED);
      get("/v1/events/" + name).gets(404, "event.not-found");
      send("DELETE", "/v1/keys/" + name, "", "").gets(404, "auth.key-not-found");
      send("DELETE", "/v1/dead-letters/" + name, "", "").gets(404, "dead-letter.not-found");
    }
  }

  private void paths() {
    var wrong =
        List.of(
            "/..",
            "/%2e%2e",
            "/../etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/console/assets/..",
            "/console/assets/%2e%2e",
            "/console/assets/..%2findex.html",
            "/console/assets/%00",
            "//etc/passwd",
            "/web/../openapi.json",
            "/\\..\\openapi.json",
            "/app.js%00.css",
            "/META-INF/MANIFEST.MF",
            "/logback.xml",
            "/v1/../v1/collections");
    wrong.forEach(path -> get(path).gets(404, "request.not-found"));
  }

  private void files() {
    int fifty = 50 << 20;
    file(PDF, () -> BadFiles.noise(fifty)).gets(422, UNREADABLE);
    file(PDF, () -> BadFiles.noisyPdf(fifty)).gets(422, UNREADABLE);
    file(PDF, BadFiles::emptyPdf).gets(422, UNREADABLE);
    file(PDF, BadFiles::encryptedPdf).gets(422, UNREADABLE);
    file(PDF, BadFiles::inflatingPdf).gets(413, TOO_LARGE);
    file(DOCX, () -> bytes("PK\u0003\u0004 rest")).gets(422, UNREADABLE);
    file(DOCX, () -> BadFiles.docx(BadFiles.spaces(300 << 20))).gets(413, TOO_LARGE);
    file(DOCX, () -> BadFiles.docx(BadFiles.spaces(2 << 20))).gets(413, TOO_LARGE);
    file(DOCX, () -> BadFiles.manyParts(10_001)).gets(413, TOO_LARGE);
    file(DOCX, () -> BadFiles.docx(bytes("<w>".repeat(100_000)))).gets(413, TOO_LARGE);
    var definitions =
        List.of(
            "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
            "<!ENTITY x SYSTEM \"http://127.0.0.1:9/\">",
            "<!ENTITY % y SYSTEM \"file:///etc/passwd\">%y;",
            BadFiles.laughs());
    for (String definition : definitions) {
      String xml = "<!DOCTYPE d [" + definition + "]><d>&x;</d>";
      file(DOCX, () -> BadFiles.docx(xml.getBytes(UTF_8))).gets(422, UNREADABLE);
    }
    file("image/png", () -> BadFiles.noise(1_000)).gets(415, "request.media-type");
    file(";;", () -> BadFiles.noise(1_000)).gets(415, "request.media-type");
  }

  private void lines() {
    line("{oops", MALFORMED);
    line("[]", MALFORMED);
    line("[".repeat(50_000), MALFORMED);
    line("{\"text\": \"no id\"}", "document.invalid");
    line("{\"id\": \"a\\u0000\", \"text\": \"x\"}", "document.invalid");
    line("{\"id\": \"a\", \"text\": 5}", MALFORMED);
    line("{\"id\": \"a\", \"text\": \"x\", \"id\": \"b\"}", MALFORMED);
    line("{\"id\": \"a\", \"txet\": \"x\"}", MALFORMED);
    line("{\"id\": \"a\", \"text\": \"x\", \"metadata\": {\"stars\": \"x\"}}", "document.field");
  }

  private void line(String line, String code) {
    send("POST", DOCUMENTS, LINES, line).gets(200, code);
  }

  private void events() {
    var wrong =
        List.of(
            "{",
            "7",
            "[{}]",
            "{\"data\": {}}",
            "{\"action_name\": 5, \"data\": {}}",
            "{\"action_name\": \"a\", \"data\": 7}",
            "{\"action_name\": \"a\", \"action_id\": \"x\", \"data\": {}}",
            "{\"action_name\": \"a\", \"timestamp\": \"soon\", \"data\": {}}",
            "{\"action_name\": \"a\", \"data\": {\"a\": \"\u00ff\"}}");
    for (String event : wrong) {
      json("POST", "/v1/events", event).gets(400, "event.invalid");
      json("POST", "/v1/events?mode=async", event).gets(400, "event.invalid");
      send("POST", "/v1/events", LINES, event).gets(200, "event.invalid");
    }
    var huge =
        List.of("[".repeat(100_000), "[".repeat(10_000) + "]".repeat(10_000), big(20_000_000));
    for (String data : huge) {
      json("POST", "/v1/events", "{\"action_name\": \"a\", \"data\": " + data + "}")
          .gets(413, "event.too-large");
    }
    json(
            "POST",
            "/v1/entities/User/u",
            "{\"label\": \"no\", \"status\": \"added\", \"reason\": \"x\"}")
        .gets(400, "label.invalid");
    for (String query :
        List.of("limit=x", "limit=-1", "limit=99999999999", "after=%00", "from=x")) {
      get("/v1/events?" + query).gets(400, "query.invalid");
    }
  }

  private static String big(int bytes) {
    return "{\"a\": \"" + "x".repeat(bytes) + "\"}";
  }

  private void releases() {
    String main = "\"main.sml\": ";
    release("", "rule.");
    release(main + "\"" + "#".repeat(10_000_000) + "\"", "rule.");
    release(main + "\"X = " + "(".repeat(10_000) + ")".repeat(10_000) + "\"", "rule.");
    release(main + "\"X = RegexMatch(pattern='(a+)+$(', target='a')\"", "rule.");
    release(main + "{\"base64\": \"" + base64(BadFiles.noise(10_000)) + "\"}", "rule.");
    release("\"../../etc/x.sml\": \"X = 1\"", "rule.");
    release("\"/etc/x.sml\": \"X = 1\"", "rule.");
    release("\"a\\u0000.sml\": \"X = 1\"", "rule.");
    release("\"rules.zip\": {\"base64\": \"" + base64(BadFiles.manyParts(3)) + "\"}", "rule.");
    String one = main + "\"X = 1\", ";
    release(one + "\"config.yaml\": \"a: &a [x, x]\\nlabels: [*a, *a]\"", "rule.");
    release(one + "\"config.yaml\": \"" + "[".repeat(100_000) + "\"", "rule.");
    release(one + "\"functions.yaml\": \"wasm:\\n  - f.wasm\\n\"", "config.invalid");
    var many = new StringBuilder(main + "\"\"");
    for (int i = 0; i < 20_000; i++) {
      many.append(",\"f").append(i).append(".sml\": \"\"");
    }
    release(many.toString(), "rule.");
    release(main + "{\"base64\": \"!\"}", MALFORMED);
    release(main + "5", MALFORMED);
  }

  private void release(String files, String code) {
    json("POST", "/v1/releases", "{\"activate\": true, \"files\": {" + files + "}}")
        .gets(400, code);
  }

  /** A request that is to be refused. */
  private final class Sent {
    private final String name;
    private final Supplier<byte[]> request;

    Sent(String name, Supplier<byte[]> request) {
      this.name = name;
      this.request = request;
    }

    void gets(int status, String code) {
      rows.add(new Row(name, request, status, code));
    }
  }

  private Sent get(String path) {
    return send("GET", path, "", "");
  }

  private Sent json(String method, String path, String json) {
    return send(method, path, JSON, json);
  }

  private Sent file(String type, Supplier<byte[]> content) {
    return send("PUT", BAD, type, content);
  }

  private Sent send(String method, String path, String type, String body) {
    String shown = body.length() > 40 ? body.substring(0, 40) + "..." : body;
    return new Sent(
        method + " " + path + " " + shown, () -> request(method, path, type, bytes(body)));
  }

  private Sent send(String method, String path, String type, Supplier<byte[]> body) {
    return new Sent(
        method + " " + path + " " + type, () -> request(method, path, type, body.get()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String form(String field, String value) {
    return "--b\r\ncontent-disposition: form-data; name=\"%s\"\r\n\r\n{\"%s\": 1}\r\n--b--\r\n"
        .formatted(field, value);
  }

  private static byte[] request(String method, String path, String type, byte[] body) {
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(method, path);
    String typed = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
    return join(bytes(head + typed + "Content-Length: " + body.length + "\r\n\r\n"), body);
  }

  /** So many mebibytes in chunks, without an end. */
  private static byte[] chunked(int mebibytes) {
    byte[] all =
        bytes(
            "PUT "
                + BAD
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");
    byte[] chunk = bytes("100000\r\n" + "x".repeat(1 << 20) + "\r\n");
    int start = all.length;
    all = Arrays.copyOf(all, start + mebibytes * chunk.length);
    for (int i = 0; i < mebibytes; i++) {
      System.arraycopy(chunk, 0, all, start + i * chunk.length, chunk.length);
    }
    return all;
  }

  private static byte[] join(byte[] head, byte[] body) {
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
