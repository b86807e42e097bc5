package dev.ferrule.rules.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.additions.AdditionalFunctions;
import dev.ferrule.rules.types.Type;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FunctionReferenceTest {
  private static final Function CUT =
      new PlainFunction(
          new Signature(
              "Cut",
              List.of("Trim"),
              "Text",
              "Cuts a \"text\".",
              List.of(
                  Parameter.of("s", Type.STR, "The text."),
                  Parameter.optionalConstant(
                      "at", Type.optional(Type.INT), null, "Where; `a|b` is two.")),
              null,
              Type.STR,
              Signature.Purity.PURE,
              "Short: str = Cut(s=PostText)"),
          (_, _) -> null);

  private static final Function ALL =
      new PlainFunction(
          new Signature(
              "All",
              List.of(),
              "Logic",
              "All.",
              List.of(),
              Type.BOOL,
              Type.BOOL,
              Signature.Purity.PURE,
              "X = All(a=True)"),
          (_, _) -> null);

  @Test
  void markdownHasASectionForEachFunction() {
    assertEquals(
        """
        # Functions

        Every argument is given by name; `?` marks those that may be left out.
        The examples use these names where they do not define them:

        ```python
        PostText: str = JsonData(path='$.post.text')
        ```

        ## Logic

        ### All

        All.

        ```text
        All(**: bool) -> bool
        ```

        ```python
        X = All(a=True)
        ```

        ## Text

        ### Cut

        Cuts a "text".

        ```text
        Cut(s: str, at: int | None = None) -> str
        ```

        | argument | type | | |
        |---|---|---|---|
        | `s` | `str` |  | The text. |
        | `at?` | `int \\| None` | a literal, `None` | Where; `a\\|b` is two. |

        Also: `Trim`.

        ```python
        Short: str = Cut(s=PostText)
        ```
        """,
        FunctionReference.markdown(List.of(CUT, ALL)));
  }

  @Test
  void terminalsGetALineForEachFunction() {
    assertEquals(
        """
        Logic
          All(**: bool) -> bool
              All.

        Text
          Cut(s: str, at: int | None = None) -> str
              Cuts a "text".
        """,
        FunctionReference.text(List.of(CUT, ALL)));
    assertEquals(
        """
        Cut(s: str, at: int | None = None) -> str
              Cuts a "text".
          s
              The text.
          at
              Where; `a|b` is two.
        also: Trim
        example: Short: str = Cut(s=PostText)
        """,
        FunctionReference.text(CUT));
  }

  @Test
  void editorsGetJson() {
    var tree = JsonMapper.shared().readTree(FunctionReference.json(List.of(CUT, ALL)));
    assertEquals("All", tree.get(0).get("name").asString());
    assertEquals("bool", tree.get(0).get("extra").asString());
    var cut = tree.get(1);
    assertEquals("Cuts a \"text\".", cut.get("summary").asString());
    assertEquals("Trim", cut.get("aliases").get(0).asString());
    assertEquals("None", cut.get("parameters").get(1).get("default").asString());
    assertTrue(cut.get("parameters").get(0).get("default").isNull());
    assertTrue(cut.get("parameters").get(0).get("required").asBoolean());
  }

  @Test
  void everyShippedAdditionIsListed() {
    var all = AdditionalFunctions.all();
    var json = JsonMapper.shared().readTree(FunctionReference.json(all));
    assertEquals(all.size(), json.size());
    long sections =
        Arrays.stream(FunctionReference.markdown(all).split("\n", -1))
            .filter(line -> line.startsWith("### "))
            .count();
    assertEquals(all.size(), sections);
  }
}
