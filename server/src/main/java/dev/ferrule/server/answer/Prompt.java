package dev.ferrule.server.answer;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A prompt template with the places {@code {{question}}} and {@code {{passages}}}. Passages are
 * numbered as the citations are. Immutable.
 */
public final class Prompt {
  private static final String BUILT_IN =
      """
      Answer the question from the passages below and from nothing else. Keep it short. After each \
      statement put the number of its passage in square brackets, as [1]. If the passages do not \
      answer the question, say exactly: The documents do not say.

      Passages:
      {{passages}}

      Question: {{question}}
      """;

  private final String template;

  private Prompt(String template) {
    this.template = template;
  }

  /** The template in {@code file}, or the built-in one when that is empty. */
  public static Prompt read(String file) {
    if (file.isEmpty()) {
      return new Prompt(BUILT_IN);
    }
    try {
      String template = Files.readString(Path.of(file));
      if (!template.contains("{{question}}") || !template.contains("{{passages}}")) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected {{question}} and {{passages}} in the prompt template, found neither or one: "
                + file);
      }
      return new Prompt(template);
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected a prompt template, found none: " + file, e);
    }
  }

  /** The prompt for a question over these texts. */
  String fill(String question, List<String> passages) {
    var numbered = new StringBuilder();
    for (int i = 0; i < passages.size(); i++) {
      numbered
          .append('[')
          .append(i + 1)
          .append("] ")
          .append(passages.get(i).strip())
          .append("\n\n");
    }
    // the question last, so that braces in passages are not taken for places
    int question_ = template.indexOf("{{question}}");
    int passages_ = template.indexOf("{{passages}}");
    String text = numbered.toString().strip();
    if (question_ < passages_) {
      return template.substring(0, question_)
          + question
          + template.substring(question_ + 12, passages_)
          + text
          + template.substring(passages_ + 12);
    }
    return template.substring(0, passages_)
        + text
        + template.substring(passages_ + 12, question_)
        + question
        + template.substring(question_ + 12);
  }
}
