package dev.ferrule.model.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * YAML text with places.
 *
 * @param root the document, or null when the text is empty or no YAML
 * @param problem why the text is no YAML, or null
 */
public record YamlTree(@Nullable YamlNode root, @Nullable Problem problem) {
  private static final int MOST_CODE_POINTS = 16 << 20;

  /**
   * Why a text is no YAML.
   *
   * @param line from 1
   * @param columnCodePoints from 0
   */
  public record Problem(String message, int line, int columnCodePoints) {}

  /** Reads one document. */
  public static YamlTree read(String name, String text) {
    var settings =
        LoadSettings.builder().setLabel(name).setCodePointLimit(MOST_CODE_POINTS).build();
    try {
      var root = BoundedComposer.compose(settings, text);
      return new YamlTree(root == null ? null : convert(root), null);
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      return problem(
          String.valueOf(e.getProblem()),
          mark.map(at -> at.getLine() + 1).orElse(1),
          mark.map(at -> at.getColumn()).orElse(0));
    } catch (YamlEngineException e) {
      return problem(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), 1, 0);
    }
  }

  private static YamlTree problem(String message, int line, int columnCodePoints) {
    return new YamlTree(null, new Problem(message, line, columnCodePoints));
  }

  static YamlNode convert(Node node) {
    var mark = node.getStartMark().orElseThrow();
    int line = mark.getLine() + 1;
    int column = mark.getColumn();
    return switch (node) {
      case ScalarNode scalar -> new YamlNode.Scalar(value(scalar), line, column);
      case SequenceNode sequence -> {
        List<YamlNode> items = new ArrayList<>();
        for (var item : sequence.getValue()) {
          items.add(convert(item));
        }
        yield new YamlNode.Sequence(items, line, column);
      }
      case MappingNode mapping -> {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (var tuple : mapping.getValue()) {
          entries.add(
              new YamlNode.Entry(convert(tuple.getKeyNode()), convert(tuple.getValueNode())));
        }
        yield new YamlNode.Mapping(entries, line, column);
      }
      default -> throw new YamlEngineException("expected plain YAML, found " + node.getTag());
    };
  }

  private static @Nullable Object value(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return scalar.getValue();
    }
    // The text alone, as a document of its own, has the same plain value.
    boolean plain =
        tag.equals(Tag.NULL)
            || tag.equals(Tag.BOOL)
            || tag.equals(Tag.INT)
            || tag.equals(Tag.FLOAT);
    return plain ? Yaml.load("value", scalar.getValue()) : scalar.getValue();
  }
}
