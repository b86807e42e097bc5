package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.syntax.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir private Path directory;

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ErrorCode refused() {
    return assertThrows(FerruleException.class, () -> SourceDirectory.read(directory)).code();
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aDirectoryIsReadByKind() throws IOException {
    write("main.sml", "A = 1\r\n");
    write("rules/spam.sml", "B = 1");
    write("config.yaml", "labels: {}");
    write("rules/config/more.yaml", "example: {}");
    write("lists/words.yaml", "[a]");
    write("tests/spam.yaml", "[]");
    write("README.md", "text");
    write(".git/x.sml", "not rules");
    var sources = SourceDirectory.read(directory);
    assertEquals(List.of("main.sml", "rules/spam.sml"), List.copyOf(sources.rules().keySet()));
    assertEquals("A = 1\n", sources.texts().get("main.sml"));
    assertEquals(
        List.of("config.yaml", "rules/config/more.yaml"),
        sources.config().stream().map(SourceFile::path).toList());
    assertEquals("lists/words.yaml", sources.lists().getFirst().path());
    assertEquals("tests/spam.yaml", sources.tests().getFirst().path());
    assertEquals(sources.hash(), Sources.of(sources.texts()).hash());
  }

  @Test
  void theHashCoversConfigurationThenRulesByPath() throws Exception {
    var sources = Sets.sources("main.sml", "A = 1", "b.sml", "é", "a.sml", "x");
    assertEquals(sha256("a.sml|xb.sml|émain.sml|A = 1"), sources.hash());
    var configured = Sets.sources("main.sml", "", "config/z.yaml", "", "config.yaml", "a: 1");
    assertEquals(sha256("config.yaml|a: 1config/z.yaml|main.sml|"), configured.hash());
    assertEquals(sha256("main.sml|"), Sets.sources("main.sml", "", "config.yaml", "").hash());
  }

  @Test
  void listsAndTestsDoNotChangeTheHashNorTheWire() {
    var plain = Sets.sources("main.sml", "");
    var more = Sets.sources("main.sml", "", "lists/a.yaml", "[x]", "tests/a.yaml", "[]");
    assertEquals(plain.hash(), more.hash());
    assertEquals(plain.wire(), more.wire());
  }

  @Test
  void aSetHasAFileToStartWith() {
    var thrown = assertThrows(FerruleException.class, () -> Sets.sources("other.sml", ""));
    assertEquals(ErrorCode.RULE_INVALID, thrown.code());
  }

  @Test
  void filesOfOtherKindsAreRefusedInAMap() {
    var thrown =
        assertThrows(FerruleException.class, () -> Sets.sources("main.sml", "", "a.py", ""));
    assertTrue(String.valueOf(thrown.getMessage()).endsWith("path=a.py"));
  }

  @Test
  void limitsAreStated() {
    Map<String, String> many = new LinkedHashMap<>();
    many.put("main.sml", "");
    for (int i = 0; i < Sources.MOST_FILES; i++) {
      many.put("f%d.sml".formatted(i), "");
    }
    assertEquals(
        ErrorCode.RULE_LIMIT, assertThrows(FerruleException.class, () -> Sources.of(many)).code());
    String large = "#".repeat(Sources.MOST_FILE_BYTES);
    Sets.sources("main.sml", large);
    assertEquals(
        ErrorCode.RULE_LIMIT,
        assertThrows(FerruleException.class, () -> Sets.sources("main.sml", large + "#")).code());
    Map<String, String> heavy = new LinkedHashMap<>();
    heavy.put("main.sml", "");
    for (int i = 0; i <= Sources.MOST_BYTES / Sources.MOST_FILE_BYTES; i++) {
      heavy.put("f%d.sml".formatted(i), large);
    }
    assertEquals(
        ErrorCode.RULE_LIMIT, assertThrows(FerruleException.class, () -> Sources.of(heavy)).code());
  }

  @Test
  void aLinkOutOfTheDirectoryIsRefused(@TempDir Path outside) throws IOException {
    write("main.sml", "");
    Files.writeString(outside.resolve("x.sml"), "A = 1");
    Files.createSymbolicLink(directory.resolve("x.sml"), outside.resolve("x.sml"));
    assertEquals(ErrorCode.RULE_INVALID, refused());
  }

  @Test
  void aLinkedDirectoryOutsideIsRefused(@TempDir Path outside) throws IOException {
    write("main.sml", "");
    Files.createSymbolicLink(directory.resolve("more"), outside);
    assertEquals(ErrorCode.RULE_INVALID, refused());
  }

  @Test
  void aLinkInsideIsFollowed() throws IOException {
    write("..data/main.sml", "A = 1");
    Files.createSymbolicLink(directory.resolve("main.sml"), Path.of("..data/main.sml"));
    assertEquals(1, SourceDirectory.read(directory).rules().size());
  }

  @Test
  void otherEncodingsAreRefusedWithThePlace() throws IOException {
    Files.write(directory.resolve("main.sml"), "A = 'é'".getBytes(StandardCharsets.ISO_8859_1));
    var thrown = assertThrows(FerruleException.class, () -> SourceDirectory.read(directory));
    assertEquals(
        "expected UTF-8 text, found other bytes: path=main.sml offset=5", thrown.getMessage());
  }

  @Test
  void aMissingDirectoryIsSaid() {
    var thrown =
        assertThrows(FerruleException.class, () -> SourceDirectory.read(directory.resolve("none")));
    assertEquals(ErrorCode.RULE_INVALID, thrown.code());
  }

  @Test
  void pathsAreOrderedByCodePoints() {
    assertTrue(Sources.compare("\uffff", "\ud83d\ude00") < 0);
    assertTrue(Sources.compare("a", "ab") < 0);
    assertEquals(0, Sources.compare("x", "x"));
  }
}
