package dev.ferrule.rules.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Lists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListFilesTest {
  @TempDir Path ruleSet;

  private Path lists() {
    return ruleSet.resolve("lists");
  }

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(lists());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(lists().resolve(file), text);
  }

  private static Lists.Handle get(Lists lists, String name) {
    return Objects.requireNonNull(lists.find(name));
  }

  @Test
  void yamlAndTextFilesAreReadInOrder() throws IOException {
    write("slurs.yaml", "- b\n- a\n-  a \n- '18+'\n# note\n");
    write("words.yml", "description: x\nentries:\n  - one\n  - two\n");
    write("tags.txt", "\uFEFF# a note\n#tag\n\n two words \r\n#\n");
    write("empty.yaml", "");
    write("README.md", "# not a list");
    var read = ListFiles.open(ruleSet);
    assertEquals(Set.of("slurs", "words", "tags", "empty"), read.names());
    assertEquals(List.of("b", "a", "18+"), get(read, "slurs").entries());
    assertEquals(List.of("one", "two"), get(read, "words").entries());
    assertEquals(List.of("#tag", "two words"), get(read, "tags").entries());
    assertEquals(List.of(), get(read, "empty").entries());
    assertNull(read.find("README"));
  }

  @Test
  void aSetWithoutListsHasNone() {
    assertEquals(Set.of(), ListFiles.open(ruleSet.resolve("nothing")).names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a\\n- 5 | expected a text at entry 2 of list x.yaml, found a number: put it in quotes",
        "- [a] | expected a text at entry 1 of list x.yaml, found a list: put it in quotes",
        "text | expected a list of texts in x.yaml, found a text",
        "items: [a] | expected `entries` in list x.yaml, found [items]",
      })
  void whatIsNoListIsRefused(String text, String message) {
    var thrown =
        assertThrows(
            FerruleException.class,
            () -> ListFiles.of(Map.of("x.yaml", text.replace("\\n", "\n"))));
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void limitsAreEnforced() throws IOException {
    write("big.txt", "a\n".repeat(ListFiles.MOST_BYTES / 2 + 1));
    assertEquals("expected at most 10485760 bytes in list big.txt, found more", refusal());
    write(
        "big.txt",
        IntStream.rangeClosed(0, ListFiles.MOST_ENTRIES)
            .mapToObj(i -> Integer.toString(i, 36))
            .collect(Collectors.joining("\n")));
    assertEquals("expected at most 1000000 entries in list big.txt, found more", refusal());
    Files.write(lists().resolve("big.txt"), new byte[] {'a', (byte) 0xFF});
    assertEquals("expected UTF-8 in list big.txt, found other bytes", refusal());
    write("big.txt", "a");
    write("big.yaml", "- a");
    assertEquals("expected one file for list big, found two", refusal());
  }

  private @Nullable String refusal() {
    return assertThrows(FerruleException.class, () -> ListFiles.open(ruleSet)).getMessage();
  }

  @Test
  void aReloadTakesWhatChangedAndKeepsTheRest() throws IOException {
    write("a.yaml", "- a");
    write("b.yaml", "- b");
    var read = ListFiles.open(ruleSet);
    var a = get(read, "a");
    var entriesOfB = get(read, "b").entries();
    assertEquals(Set.of(), read.reloadIfChanged().changed());
    write("a.yaml", "- a\n- a2");
    write("c.txt", "c");
    assertEquals(Set.of("a", "c"), read.reloadIfChanged().changed());
    assertEquals(List.of("a", "a2"), a.entries());
    assertSame(entriesOfB, get(read, "b").entries());
    assertSame(a.entries(), a.entries());
  }

  @Test
  void aBadFileKeepsTheOldListAndSaysWhy() throws IOException {
    write("a.yaml", "- a");
    write("b.yaml", "- b");
    var read = ListFiles.open(ruleSet);
    write("a.yaml", "- a\n- 'open");
    write("b.yaml", "- b\n- b2");
    var reload = read.reloadIfChanged();
    assertEquals(Set.of("b"), reload.changed());
    assertEquals(1, reload.problems().size());
    assertTrue(
        reload.problems().getFirst().startsWith("expected YAML in a.yaml"), reload::toString);
    assertEquals(List.of("a"), get(read, "a").entries());
    Files.delete(lists().resolve("a.yaml"));
    assertEquals(
        List.of("expected list a.yaml, found no file any more: its entries stay"),
        read.reloadIfChanged().problems());
    assertEquals(List.of("a"), get(read, "a").entries());
    assertEquals(List.of(), read.reloadIfChanged().problems());
  }

  @Test
  void aFileOfTheSameSizeIsReadWhenItsTimeChanges() throws IOException {
    write("a.yaml", "- a");
    var read = ListFiles.open(ruleSet);
    write("a.yaml", "- z");
    Files.setLastModifiedTime(lists().resolve("a.yaml"), FileTime.fromMillis(1_000));
    assertEquals(Set.of("a"), read.reloadIfChanged().changed());
    assertEquals(List.of("z"), get(read, "a").entries());
  }

  @Test
  void readersSeeWholeListsOnlyWhileFilesChangeAndBreak() throws Exception {
    write("a.txt", numbered("v0"));
    var read = ListFiles.open(ruleSet);
    var handle = get(read, "a");
    var stop = new AtomicBoolean();
    var wrong = new AtomicReference<List<String>>();
    var readers = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      readers.add(
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  var entries = handle.entries();
                  String version = entries.getFirst();
                  if (entries.size() != 201 || !entries.getLast().endsWith(version)) {
                    wrong.set(entries);
                  }
                }
              }));
    }
    var before = handle.entries();
    for (int i = 1; i <= 200; i++) {
      if (i % 3 == 0) {
        Files.write(lists().resolve("a.txt"), new byte[] {(byte) 0xFF, (byte) i});
        assertEquals(1, read.reload().problems().size());
      } else {
        write("a.txt", numbered("v" + i));
        read.reload();
      }
    }
    stop.set(true);
    for (var reader : readers) {
      reader.join();
    }
    assertNull(wrong.get());
    assertNotSame(before, handle.entries());
    assertEquals("v200", handle.entries().getFirst());
  }

  private static String numbered(String version) {
    return version
        + "\n"
        + IntStream.range(0, 200).mapToObj(i -> i + version).collect(Collectors.joining("\n"));
  }
}
