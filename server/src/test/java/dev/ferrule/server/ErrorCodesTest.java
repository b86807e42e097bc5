package dev.ferrule.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {
  private static final Path DOCS =
      Path.of(System.getProperty("ferrule.root", ".."), "docs/operations.md");

  @Test
  void theDocsSayWhatToDoAboutEachCodeAndNoOther() throws IOException {
    String text = Files.readString(DOCS);
    int start = text.indexOf("## Error codes");
    assertTrue(start > 0);
    var documented = new TreeSet<String>();
    text.substring(start)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(line -> {
          var code = Pattern.compile("`([a-z]+[.a-z-]*)`").matcher(line.split("\\|")[1]);
          while (code.find()) {
            documented.add(code.group(1));
          }
          assertTrue(line.split("\\|")[2].strip().length() > 10, line);
        });
    var codes = new TreeSet<>(Arrays.stream(ErrorCode.values()).map(ErrorCode::id).toList());
    assertEquals(codes, documented);
  }
}
