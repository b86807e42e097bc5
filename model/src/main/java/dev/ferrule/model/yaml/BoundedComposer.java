package dev.ferrule.model.yaml;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the nodes of a document that is not too deep and, with each part counted as often as it is
 * referred to, not too large. Confined.
 */
final class BoundedComposer extends Composer {
  static final int MOST_NODES = 1_000_000;
  static final int DEEPEST = 200;

  private int open;

  private BoundedComposer(LoadSettings settings, String text) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
  }

  /**
   * The document, or null when there is none.
   *
   * @throws YamlEngineException when the text is no YAML, or too much
   */
  static @Nullable Node compose(LoadSettings settings, String text) {
    Node root = new BoundedComposer(settings, text).getSingleNode().orElse(null);
    if (root != null) {
      new Sizes().add(root);
    }
    return root;
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    enter();
    var node = super.composeSequenceNode(anchor);
    open--;
    return node;
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    enter();
    var node = super.composeMappingNode(anchor);
    open--;
    return node;
  }

  private void enter() {
    if (++open > DEEPEST) {
      throw tooMuch("deeper ones");
    }
  }

  private static YamlEngineException tooMuch(String found) {
    return new YamlEngineException(
        "expected at most %d values, %d deep, found %s".formatted(MOST_NODES, DEEPEST, found));
  }

  /** How many nodes there are in each, those that are referred to again counted again. */
  private static final class Sizes {
    private static final long OPEN = -1;

    private final Map<Node, Long> sizes = new IdentityHashMap<>();
    private final ArrayDeque<Node> way = new ArrayDeque<>();

    long add(Node node) {
      Long known = sizes.putIfAbsent(node, OPEN);
      if (known != null) {
        if (known == OPEN) {
          throw tooMuch("one that holds itself");
        }
        return known;
      }
      way.push(node);
      if (way.size() > DEEPEST + 1) {
        throw tooMuch("deeper ones");
      }
      long size = 1;
      switch (node) {
        case SequenceNode sequence -> {
          for (var item : sequence.getValue()) {
            size += add(item);
          }
        }
        case MappingNode mapping -> {
          for (var field : mapping.getValue()) {
            size += add(field.getKeyNode()) + add(field.getValueNode());
          }
        }
        default -> {}
      }
      way.pop();
      if (size > MOST_NODES) {
        throw tooMuch("more");
      }
      sizes.put(node, size);
      return size;
    }
  }
}
