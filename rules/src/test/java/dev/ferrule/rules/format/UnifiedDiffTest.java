package dev.ferrule.rules.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void equalTextsHaveNoDifference() {
    assertEquals("", UnifiedDiff.of("a", "x\ny\n", "x\ny\n"));
  }

  @Test
  void changesStandWithThreeLinesAroundThem() {
    assertEquals(
        """
        --- a/f
        +++ b/f
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        """,
        UnifiedDiff.of("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));
  }

  @Test
  void aMissingLineEndIsNamed() {
    assertEquals(
        "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n",
        UnifiedDiff.of("f", "x", "x\n"));
    assertEquals("--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+x\n", UnifiedDiff.of("f", "", "x\n"));
  }

  @Test
  void changesLeadFromOneTextToTheOther() {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var before = lines(random, 30);
      var after = lines(random, 30);
      assertEquals(after, applied(before, after), () -> before + " -> " + after);
    }
  }

  @Test
  void textsWithLittleInCommonAreComparedInReasonableTime() {
    var random = new Random(2);
    var before = new ArrayList<String>();
    var after = new ArrayList<String>();
    for (int i = 0; i < 20_000; i++) {
      before.add(random.nextLong() + "\n");
      after.add(random.nextLong() + "\n");
    }
    assertEquals(1, LineChanges.between(before, after).size());
    assertTrue(applied(before, after).equals(after));
  }

  private static List<String> lines(Random random, int most) {
    var lines = new ArrayList<String>();
    for (int i = random.nextInt(most); i > 0; i--) {
      lines.add("l" + random.nextInt(6) + "\n");
    }
    return lines;
  }

  private static List<String> applied(List<String> before, List<String> after) {
    var made = new ArrayList<String>();
    int at = 0;
    for (var change : LineChanges.between(before, after)) {
      made.addAll(before.subList(at, change.beforeStart()));
      made.addAll(after.subList(change.afterStart(), change.afterEnd()));
      at = change.beforeEnd();
    }
    made.addAll(before.subList(at, before.size()));
    return made;
  }
}
