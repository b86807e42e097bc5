package dev.ferrule.rules.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.testkit.SharedData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every recorded rule set parses, or fails in the recorded words. */
class RecordedDiagnosticsDifferentialTest {
  @Test
  void parserSaysWhatWasRecorded() {
    var file = new JsonMapper().readTree(SharedData.bytes("../conformance/sml-validate.json"));
    int compared = 0;
    for (var vector : file.get("vectors")) {
      var found = new ArrayList<Diagnostic>();
      vector
          .get("sources")
          .properties()
          .forEach(source -> {
            if (source.getKey().endsWith(".sml")) {
              var text = source.getValue().asString();
              found.addAll(Parser.parse(new SourceFile(source.getKey(), text)).diagnostics());
            }
          });
      if (failedToParse(vector)) {
        assertEquals(vector.get("rendered").asString(), DiagnosticText.render(found));
        compared++;
      } else {
        assertEquals(List.of(), found, () -> vector.get("sources").toString());
      }
    }
    assertTrue(compared > 0, "compared=" + compared);
  }

  private static boolean failedToParse(JsonNode vector) {
    for (var error : vector.get("errors")) {
      if (error.get(0).asString().equals("parse")) {
        return true;
      }
    }
    return false;
  }
}
