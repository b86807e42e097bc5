package dev.ferrule.model.yaml;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML text as plain values. Stateless. */
public final class Yaml {
  private static final int MOST_CODE_POINTS = 16 << 20;

  private Yaml() {}

  /**
   * The value of one document: null, String, Boolean, Integer, Long, BigInteger, Double, List or
   * Map.
   *
   * @param name what messages call the text, such as its path
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when the text is no YAML,
   *     repeats a key, holds itself, or has more than a million values, 200 levels or 16 million
   *     code points
   */
  public static @Nullable Object load(String name, String text) {
    var settings =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(false)
            .setCodePointLimit(MOST_CODE_POINTS)
            .build();
    try {
      var root = BoundedComposer.compose(settings, text);
      return new StandardConstructor(settings).constructSingleDocument(Optional.ofNullable(root));
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected YAML in %s, found otherwise at line %d: %s"
              .formatted(name, mark.map(at -> at.getLine() + 1).orElse(1), e.getProblem()),
          e);
    } catch (YamlEngineException | NumberFormatException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected YAML in %s, found otherwise: %s"
              .formatted(name, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** A value as text, its maps and lists in block form: what {@link #load} takes. */
  public static String write(@Nullable Object value) {
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(4).build();
    return new Dump(settings).dumpToString(value);
  }
}
