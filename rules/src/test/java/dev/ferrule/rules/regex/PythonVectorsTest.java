package dev.ferrule.rules.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.regex.PythonRegex.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Python 3.11 answers, recorded. */
class PythonVectorsTest {
  /** A pattern, a text, and what Python says: 1, 0, or E and its message. */
  private record Vector(String pattern, Case letters, String text, String answer) {
    static Vector read(String line) {
      String[] cells = line.split("\t", -1);
      return new Vector(
          unescape(cells[0]),
          cells[1].equals("i") ? Case.INSENSITIVE : Case.SENSITIVE,
          unescape(cells[2]),
          unescape(cells[3]));
    }

    private static String unescape(String cell) {
      var plain = new StringBuilder();
      for (int i = 0; i < cell.length(); i++) {
        if (cell.charAt(i) == '\\') {
          plain.append((char) Integer.parseInt(cell.substring(i + 2, i + 6), 16));
          i += 5;
        } else {
          plain.append(cell.charAt(i));
        }
      }
      return plain.toString();
    }

    String ours() {
      try {
        return PythonRegex.compile(pattern, letters).find(text) ? "1" : "0";
      } catch (FerruleException e) {
        return "E" + e.getMessage();
      }
    }
  }

  private static List<Vector> vectors() throws IOException {
    try (var in = PythonVectorsTest.class.getResourceAsStream("python-3.11.tsv")) {
      assertTrue(in != null, "the recorded answers are missing");
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(Vector::read)
          .toList();
    }
  }

  @Test
  void everyRecordedAnswerIsOurs() throws IOException {
    List<Vector> vectors = vectors();
    assertEquals(3000, vectors.size());
    String others =
        vectors.stream()
            .filter(vector -> !vector.ours().equals(vector.answer()))
            .map(vector -> vector + " found " + vector.ours())
            .collect(Collectors.joining("\n"));
    assertEquals("", others);
  }

  @Test
  void aSetFindsWhatPythonFindsWithEachPattern() throws IOException {
    List<Vector> valid =
        vectors().stream().filter(vector -> !vector.answer().startsWith("E")).toList();
    for (int from = 0; from + 100 <= valid.size(); from += 100) {
      List<Vector> part = valid.subList(from, from + 100);
      RegexSet set =
          RegexSet.of(
              part.stream().map(v -> PythonRegex.compile(v.pattern(), v.letters())).toList());
      var hits = new long[set.words()];
      for (int i = 0; i < part.size(); i++) {
        set.find(part.get(i).text(), hits);
        boolean found = (hits[i >> 6] >>> i & 1) != 0;
        assertEquals(part.get(i).answer().equals("1"), found, part.get(i).toString());
      }
    }
  }

  @Test
  void lettersAreTheSameButForCaseWherePythonSaysSo() throws Exception {
    String python = "2065a3be7834d54dddbe50c9d8b9a72920a50b17bd3f1e9981cea2e4966d8612";
    assertEquals(python, foldingHash("(?i)%s"));
    assertEquals(python, foldingHash("(?i)[%1$s-%1$s]"));
  }

  /**
   * The hash of what each character matches that is not itself alone, as lines. No character beyond
   * U+1FFFF has a case.
   */
  private static String foldingHash(String pattern) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int point = 0; point < 2 << 16; point++) {
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        continue;
      }
      String source = pattern.formatted("\\U%08x".formatted(point));
      Tree tree = Parser.parse(source, 0).tree();
      CodePointSet set = CharSets.ofOne(tree);
      assertTrue(set != null, source);
      var same = new ArrayList<String>();
      set.forEach(other -> same.add(Integer.toHexString(other)));
      if (!same.equals(List.of(Integer.toHexString(point)))) {
        digest.update(line(Integer.toHexString(point) + ":" + String.join(",", same)));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void classesHoldTheCharactersThatPythonPutsThere() throws Exception {
    assertEquals(
        "605cddd058e2bb8e614ce5b2dda8d0412f9d97d058867a4a9346878d48abd4cb",
        hash(Unicode.WORD::contains));
    assertEquals(
        "47eadb393e136d47a237aac67eeed9f6541df17de9fab4ab75902dafc5105d7a",
        hash(Unicode.DIGIT::contains));
    assertEquals(
        "96bbd99492816c4c8d868ecc18007c3dda12bcda963267e7496c79999b90c770",
        hash(Unicode.SPACE::contains));
  }

  private static String hash(IntPredicate in) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(in)
        .forEach(point -> digest.update(line(Integer.toHexString(point))));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
