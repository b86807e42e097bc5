package dev.ferrule.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FmtCommandTest {
  @TempDir private Path directory = Path.of("unset");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new FmtCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void filesBelowADirectoryAreLaidOutAndKeepTheirPermissions() throws IOException {
    Path changed = write("rules/a.sml", "A=1");
    Path kept = write("b.sml", "B = 1\n");
    Path hidden = write(".git/c.sml", "C=1");
    Path other = write("config.yaml", "a:   1");
    Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(0, run(directory.toString()));
    assertEquals("A = 1\n", Files.readString(changed));
    assertEquals(
        "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(changed)));
    assertEquals("B = 1\n", Files.readString(kept));
    assertEquals("C=1", Files.readString(hidden));
    assertEquals("a:   1", Files.readString(other));
    assertEquals(changed + System.lineSeparator(), out.toString());
    try (var left = Files.list(changed.getParent())) {
      assertEquals(List.of(changed), left.toList());
    }
  }

  @Test
  void aCheckListsFilesWithoutChangingThem() throws IOException {
    Path file = write("a.sml", "A=1");
    assertEquals(1, run("--check", file.toString()));
    assertEquals("A=1", Files.readString(file));
    assertEquals(file + System.lineSeparator(), out.toString());
    Files.writeString(file, "A = 1\n");
    assertEquals(0, run("--check", file.toString()));
  }

  @Test
  void aDifferenceIsPrintedWithoutChangingTheFile() throws IOException {
    Path file = write("a.sml", "A=1\n");
    assertEquals(0, run("--diff", file.toString()));
    assertEquals("A=1\n", Files.readString(file));
    assertTrue(out.toString().endsWith("@@ -1 +1 @@\n-A=1\n+A = 1\n"), out.toString());
    assertEquals(1, run("--diff", "--check", file.toString()));
  }

  @Test
  void aFileWithSyntaxErrorsIsLeftAloneAndOthersAreNot() throws IOException {
    Path bad = write("a.sml", "A = (");
    Path good = write("b.sml", "B=1");
    assertEquals(3, run(directory.toString()));
    assertEquals("A = (", Files.readString(bad));
    assertEquals("B = 1\n", Files.readString(good));
    assertTrue(err.toString().contains("'(' was never closed"), err.toString());
  }

  @Test
  void aByteOrderMarkAndOtherLineEndsGo() throws IOException {
    Path file = write("a.sml", "\uFEFFA = 1\r\n");
    assertEquals(0, run(file.toString()));
    assertEquals("A = 1\n", Files.readString(file));
  }
}
