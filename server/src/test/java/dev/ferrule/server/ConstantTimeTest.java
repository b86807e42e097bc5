package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a comparison takes tells nothing of a secret. */
class ConstantTimeTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("ferrule.root", ".."), "server/src/main/java");

  /** A secret is known by the name of what holds it. */
  private static final String SECRET =
      "\\w*(?:[sS]ecret|[tT]oken|[pP]assword|[aA]piKey)(?:\\(\\))?";

  private static final Pattern COMPARED =
      Pattern.compile(
          "\\b%s\\.(?:equals|compareTo|contentEquals|startsWith)\\((?!PREFIX)|\\b(?:equals|compareTo)\\([^)]*\\b%s[,)]|Objects\\.equals\\([^)]*\\b%s"
              .formatted(SECRET, SECRET, SECRET));

  @Test
  void noSecretIsComparedCharacterByCharacter() throws IOException {
    var found = new ArrayList<String>();
    var files = new ArrayList<Path>();
    try (Stream<Path> below = Files.walk(SOURCES)) {
      below.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
    }
    assertTrue(files.size() > 100, "the sources are read");
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (COMPARED.matcher(lines.get(i)).find()) {
          found.add(file.getFileName() + ":" + (i + 1) + " " + lines.get(i).strip());
        }
      }
    }
    assertEquals(List.of(), found, "compare secrets by MessageDigest.isEqual");
  }

  @Test
  void theScanSeesWhatItLooksFor() {
    for (String wrong :
        List.of(
            "given.equals(token)",
            "token.equals(given)",
            "webhook.secret().equals(other)",
            "Objects.equals(given, apiKey)",
            "password.compareTo(x)")) {
      assertTrue(COMPARED.matcher(wrong).find(), wrong);
    }
  }
}
