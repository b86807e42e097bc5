package dev.ferrule.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.http.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FunctionsCommandTest {
  private final StringWriter out = new StringWriter();
  private String failure = "";

  private int run(String... args) {
    return new CommandLine(new FunctionsCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .setExecutionExceptionHandler((thrown, _, _) -> {
          failure = String.valueOf(thrown.getMessage());
          return 3;
        })
        .execute(args);
  }

  @Test
  void everyFunctionHasALine() {
    assertEquals(0, run());
    assertTrue(out.toString().contains("  StringLength(s: str) -> int\n"), out.toString());
    assertTrue(out.toString().contains("  InList(list: str, value: str"), out.toString());
  }

  @Test
  void oneFunctionIsPrintedWithItsArgumentsAndExample() {
    assertEquals(0, run("StringLength"));
    assertTrue(out.toString().startsWith("StringLength(s: str) -> int\n"), out.toString());
    assertTrue(out.toString().contains("example: "), out.toString());
  }

  @Test
  void oneFunctionIsPrintedAsJsonAndAsMarkdown() {
    assertEquals(0, run("StringLength", "--json"));
    var json = Json.parse(out.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(1, json.size());
    assertEquals("StringLength", json.get(0).get("name").asString());
    out.getBuffer().setLength(0);
    assertEquals(0, run("StringLength", "--markdown"));
    assertTrue(out.toString().contains("\n### StringLength\n"), out.toString());
  }

  @Test
  void anUnknownNameIsToldAndNothingIsPrinted() {
    assertEquals(3, run("StringLenght"));
    assertEquals("expected the name of a function, found StringLenght", failure);
    assertEquals("", out.toString());
  }

  @Test
  void twoFormsAtOnceAreRefused() {
    assertEquals(2, run("--json", "--markdown"));
  }
}
