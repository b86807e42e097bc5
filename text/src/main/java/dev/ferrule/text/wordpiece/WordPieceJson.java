package dev.ferrule.text.wordpiece;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads a {@code tokenizer.json}. The vocabulary, nearly all of the file, is streamed; the rest is
 * small and read as trees. Truncation, padding and the decoder are ignored. Confined.
 */
final class WordPieceJson {
  /* An id far beyond the number of pieces is a broken file, not a reason to allocate. */
  private static final int MAX_ID = (1 << PieceTrie.ID_BITS) - 1;

  /* Each name is looked at once, so keeping them in Jackson's symbol table only costs. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                  .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                  .build())
          .build();

  private final String name;
  private @Nullable String[] vocabulary = new String[1 << 15];
  private int vocabularySize;
  private JsonNode model = MissingNode.getInstance();
  private JsonNode normalizer = MissingNode.getInstance();
  private JsonNode preTokenizer = MissingNode.getInstance();
  private JsonNode postProcessor = MissingNode.getInstance();
  private JsonNode addedTokens = MissingNode.getInstance();

  /**
   * @param name names the model in messages
   */
  WordPieceJson(String name) {
    this.name = name;
  }

  WordPieceSpec read(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("expected a JSON object, found something else");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        readMember(parser, parser.currentName());
      }
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new FerruleException(
          ErrorCode.MODEL_INVALID,
          "expected a tokenizer.json, found broken JSON: model=%s line=%d column=%d"
              .formatted(name, at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr()),
          e);
    }
    return spec();
  }

  private void readMember(JsonParser parser, String member) {
    parser.nextToken();
    switch (member) {
      case "model" -> readModel(parser);
      case "normalizer" -> normalizer = parser.readValueAsTree();
      case "pre_tokenizer" -> preTokenizer = parser.readValueAsTree();
      case "post_processor" -> postProcessor = parser.readValueAsTree();
      case "added_tokens" -> addedTokens = parser.readValueAsTree();
      default -> parser.skipChildren();
    }
  }

  private void readModel(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw invalid("expected a model object, found something else");
    }
    var rest = JSON.createObjectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (member.equals("vocab") && value == JsonToken.START_OBJECT) {
        readVocabulary(parser);
      } else if (value.isStructStart()) {
        parser.skipChildren();
      } else {
        rest.set(member, parser.<JsonNode>readValueAsTree());
      }
    }
    model = rest;
  }

  private void readVocabulary(JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String piece = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        throw invalid("expected an integer id for each piece, found something else");
      }
      int id = parser.getIntValue();
      if (id < 0 || id > MAX_ID) {
        throw invalid("expected an id from 0 to %d, found id=%d".formatted(MAX_ID, id));
      }
      if (id >= vocabulary.length) {
        vocabulary = Arrays.copyOf(vocabulary, Math.max(id + 1, 2 * vocabulary.length));
      }
      if (vocabulary[id] != null) {
        throw invalid("expected an id for each piece, found two pieces with id=%d".formatted(id));
      }
      vocabulary[id] = piece;
      vocabularySize = Math.max(vocabularySize, id + 1);
    }
  }

  private WordPieceSpec spec() {
    requireType("model", model, "WordPiece");
    if (vocabularySize == 0) {
      throw invalid("expected a vocabulary, found none");
    }
    requireType("pre_tokenizer", preTokenizer, "BertPreTokenizer");
    int longestWord = model.path("max_input_chars_per_word").intValue(100);
    if (longestWord < 1) {
      throw invalid(
          "expected max_input_chars_per_word of 1 or more, found %d".formatted(longestWord));
    }
    return new WordPieceSpec(
        name,
        normalization(),
        Arrays.asList(Arrays.copyOf(vocabulary, vocabularySize)),
        model.path("unk_token").stringValue("[UNK]"),
        model.path("continuing_subword_prefix").stringValue("##"),
        longestWord,
        addedTokens(),
        specialToken("cls", 0),
        specialToken("sep", postProcessor.path("single").size() - 1));
  }

  private Normalization normalization() {
    if (normalizer.isMissingNode() || normalizer.isNull()) {
      return Normalization.NONE;
    }
    requireType("normalizer", normalizer, "BertNormalizer");
    boolean lowercase = normalizer.path("lowercase").booleanValue(true);
    return new Normalization(
        normalizer.path("clean_text").booleanValue(true),
        normalizer.path("handle_chinese_chars").booleanValue(true),
        normalizer.path("strip_accents").booleanValue(lowercase),
        lowercase);
  }

  private List<AddedToken> addedTokens() {
    List<AddedToken> found = new ArrayList<>();
    for (JsonNode token : addedTokens) {
      String content = token.path("content").stringValue("");
      int id = token.path("id").intValue(-1);
      if (content.isEmpty() || id < 0 || id > MAX_ID) {
        throw invalid(
            "expected content and an id from 0 to %d for each added token, found id=%d"
                .formatted(MAX_ID, id));
      }
      found.add(
          new AddedToken(
              content,
              id,
              token.path("special").booleanValue(false),
              token.path("normalized").booleanValue(false),
              token.path("lstrip").booleanValue(false),
              token.path("rstrip").booleanValue(false),
              token.path("single_word").booleanValue(false)));
    }
    return found;
  }

  /** The token that a template puts at this place, or that a Bert or Roberta processor names. */
  private @Nullable String specialToken(String processorName, int templatePlace) {
    String named = postProcessor.path(processorName).path(0).stringValue("");
    if (!named.isEmpty()) {
      return named;
    }
    JsonNode place = postProcessor.path("single").path(Math.max(templatePlace, 0));
    String token = place.path("SpecialToken").path("id").stringValue("");
    return token.isEmpty() ? null : token;
  }

  private void requireType(String part, JsonNode node, String type) {
    String found = node.path("type").stringValue("none");
    if (!found.equals(type)) {
      throw invalid("expected %s type=%s, found type=%s".formatted(part, type, found));
    }
  }

  private FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.MODEL_INVALID, message + ": model=" + name);
  }
}
