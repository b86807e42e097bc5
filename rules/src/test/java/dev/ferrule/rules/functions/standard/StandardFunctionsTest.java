package dev.ferrule.rules.functions.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.standard.StandardFunctions.Options;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardFunctionsTest {
  private static final List<Function> ALL = StandardFunctions.all(Options.DEFAULT);

  @Test
  void namesAndAliasesAreToldApart() {
    var names = new HashSet<String>();
    for (var function : ALL) {
      assertTrue(names.add(function.signature().name()), function.signature().name());
      function.signature().aliases().forEach(alias -> assertTrue(names.add(alias), alias));
    }
    // The sixty-one of Osprey, ParseInt, and four that ask a model.
    assertEquals(66, ALL.size());
  }

  @Test
  void eachIsDescribedForTheReference() {
    for (var function : ALL) {
      var signature = function.signature();
      assertTrue(signature.summary().endsWith("."), signature.name());
      assertTrue(signature.example().contains(signature.name() + "("), signature.name());
      for (var parameter : signature.parameters()) {
        assertTrue(parameter.summary().endsWith("."), signature.name() + " " + parameter.name());
      }
    }
  }
}
