package dev.ferrule.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Path ROOT = Path.of(System.getProperty("ferrule.root", ".."));

  @TempDir private Path directory = Path.of("unset");

  private Path yaml(String text) throws IOException {
    return Files.writeString(directory.resolve("ferrule.yaml"), text);
  }

  private static String failure(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    var thrown =
        assertThrows(FerruleException.class, () -> Settings.read(file, environment, flags));
    assertEquals(ErrorCode.CONFIG_INVALID, thrown.code());
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void aFlagWinsOverTheEnvironmentOverTheFileOverTheDefault() throws IOException {
    Path file = yaml("server:\n  port: 1\n");
    var environment = Map.of("FERRULE_SERVER_PORT", "2");
    var flags = Map.of("server.port", "3");
    assertEquals(8080, Settings.defaults().integer("server.port"));
    assertEquals(1, Settings.read(file, Map.of(), Map.of()).integer("server.port"));
    assertEquals(2, Settings.read(file, environment, Map.of()).integer("server.port"));
    assertEquals(3, Settings.read(file, environment, flags).integer("server.port"));
  }

  @Test
  void yamlMayNestOrSpellKeysOut() throws IOException {
    Path file =
        yaml(
            """
            server:
              port: 9
              tls: {certificate: c.pem, key: k.pem}
            limits.top_k: 7
            answer:
              min_confidence: 0.25
            embedding:
            """);
    Settings settings = Settings.read(file, Map.of(), Map.of());
    assertEquals(9, settings.integer("server.port"));
    assertEquals("c.pem", settings.text("server.tls.certificate"));
    assertEquals(7, settings.integer("limits.top_k"));
    assertEquals(0.25, settings.decimal("answer.min_confidence"));
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    assertEquals(8080, Settings.read(yaml(""), Map.of(), Map.of()).integer("server.port"));
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestOneWhereverItStands() throws IOException {
    Path file = yaml("server:\n  prot: 1\n");
    assertEquals(
        "expected a known setting in %s, found server.prot, did you mean server.port?"
            .formatted(file),
        failure(file, Map.of(), Map.of()));
    assertEquals(
        "expected a known setting in the environment, found FERRULE_SERVER_PROT, "
            + "did you mean FERRULE_SERVER_PORT?",
        failure(null, Map.of("FERRULE_SERVER_PROT", "1"), Map.of()));
    assertEquals(
        "expected a known setting in the command line, found server.prot, "
            + "did you mean server.port?",
        failure(null, Map.of(), Map.of("server.prot", "1")));
    assertEquals(
        "expected a known setting in the command line, found colour",
        failure(null, Map.of(), Map.of("colour", "blue")));
  }

  @ParameterizedTest
  @CsvSource({
    "server.port,eighty,a whole number",
    "server.port,-1,a whole number",
    "answer.min_confidence,half,a number",
    "server.allow_insecure,yes,true or false",
    "server.drain_timeout,10,'a duration as 500ms, 10s or 2m'",
    "limits.body_bytes,1MB,'a size as 512KiB, 64MiB or a number of bytes'"
  })
  void aValueOfTheWrongKindIsRefused(String key, String value, String expected) {
    assertEquals(
        "expected %s for %s in the command line, found \"%s\"".formatted(expected, key, value),
        failure(null, Map.of(), Map.of(key, value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server: [1, 2]", "[1, 2]", "just words", "server:\n  port: [1]"})
  void yamlOfAnotherShapeIsRefused(String text) throws IOException {
    assertTrue(failure(yaml(text), Map.of(), Map.of()).contains("found another shape"));
  }

  @Test
  void brokenYamlAndAMissingFileAreRefusedByName() throws IOException {
    Path file = yaml("server: {port");
    assertTrue(failure(file, Map.of(), Map.of()).startsWith("expected YAML in " + file));
    Path none = directory.resolve("none.yaml");
    assertEquals(
        "expected a readable file, found none: " + none, failure(none, Map.of(), Map.of()));
  }

  @Test
  void aSecretIsNeverShown() throws IOException {
    Path file = yaml("upstream:\n  api_key: [sk-secret]\n");
    assertFalse(failure(file, Map.of(), Map.of()).contains("sk-secret"));
    Settings settings =
        Settings.read(null, Map.of("FERRULE_UPSTREAM_API_KEY", "sk-secret"), Map.of());
    assertEquals("sk-secret", settings.text("upstream.api_key"));
  }

  @Test
  void durationsAndSizesHaveUnits() {
    var flags = new HashMap<String, String>();
    flags.put("server.drain_timeout", "2m");
    flags.put("server.idle_timeout", "1h");
    flags.put("index.refresh_interval", "5ms");
    flags.put("limits.body_bytes", "3KiB");
    flags.put("limits.buffered_bytes", "1GiB");
    Settings settings = Settings.read(null, Map.of(), flags);
    assertEquals(Duration.ofMinutes(2), settings.duration("server.drain_timeout"));
    assertEquals(Duration.ofHours(1), settings.duration("server.idle_timeout"));
    assertEquals(Duration.ofMillis(5), settings.duration("index.refresh_interval"));
    assertEquals(3_072, settings.bytes("limits.body_bytes"));
    assertEquals(1L << 30, settings.bytes("limits.buffered_bytes"));
  }

  @Test
  void everyKeyAndEveryEnvironmentNameIsThereOnce() {
    var keys = new HashSet<String>();
    var names = new HashSet<String>();
    for (Setting setting : SettingsTable.ALL) {
      assertTrue(keys.add(setting.key()), setting.key());
      assertTrue(names.add(setting.environmentName()), setting.environmentName());
    }
  }

  @Test
  void everyDefaultIsOfItsKind() {
    var all = new HashMap<String, String>();
    SettingsTable.ALL.forEach(setting -> all.put(setting.key(), setting.defaultValue()));
    Settings.read(null, Map.of(), all);
  }

  @Test
  void everyVariableThatTheLauncherReadsIsAccepted() throws IOException {
    var variables =
        Pattern.compile("\\bFERRULE_[A-Z_]+")
            .matcher(Files.readString(ROOT.resolve("packaging/java.sh")));
    var environment = new HashMap<String, String>();
    while (variables.find()) {
      environment.put(variables.group(), "1");
    }
    assertTrue(environment.containsKey("FERRULE_JAVA_OPTS"));
    Settings.read(null, environment, Map.of());
  }

  @Test
  void configurationMdListsEverySettingWithDefaultAndEnvironmentName() throws IOException {
    Path file = ROOT.resolve("docs/configuration.md");
    Assumptions.assumeTrue(Files.exists(file), "docs/configuration.md is not written yet");
    List<String> lines = Files.readAllLines(file);
    var missing = new ArrayList<String>();
    for (Setting setting : SettingsTable.ALL) {
      boolean listed =
          lines.stream()
              .anyMatch(line ->
                  line.contains("`" + setting.key() + "`")
                      && line.contains("`" + setting.environmentName() + "`")
                      && (setting.defaultValue().isEmpty()
                          || line.contains("`" + setting.defaultValue() + "`")));
      if (!listed) {
        missing.add(setting.key());
      }
    }
    assertEquals(List.of(), missing, "settings without a line of key, default and variable");
  }
}
