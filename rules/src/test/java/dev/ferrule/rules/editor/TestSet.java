package dev.ferrule.rules.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.additions.AdditionalFunctions;
import dev.ferrule.rules.functions.engine.EngineFunctions;
import dev.ferrule.rules.syntax.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A small rule set in a directory, and a mark in a text for the offset that is asked about. */
final class TestSet {
  static final FunctionTable FUNCTIONS = functions();

  private final Path directory;
  private final Workspace workspace;

  TestSet(Path directory) {
    this.directory = directory;
    write(
        "main.sml",
        """
        Import(rules=['models/user.sml'])

        Spam = Rule(when_all=[Age < 3], description=f'young {Name}')
        WhenRules(
          rules_any=[Spam],
          then=[LabelAdd(entity=User, label='spammer')],
        )
        Require(rule=f'rules/{Name}.sml')
        """);
    write(
        "models/user.sml",
        """
        Name: str = JsonData(path='$.name')
        Age: int = JsonData(path='$.age')
        User: Entity[str] = EntityJson(type='User', path='$.name')
        _half = Age + 1
        Later = _half + 1
        """);
    write("models/words.sml", "Words = ['a', 'b']\n");
    write("rules/one.sml", "Import(rules=['models/user.sml'])\n\nOld = Age > 90\n");
    write("rules/two.sml", "Two = 2\n");
    write("lists/slurs.yaml", "- bad\n");
    write(
        "config.yaml",
        """
        labels:
          spammer:
            valid_for: [User]
            connotation: negative
            description: Sends spam.
        """);
    workspace = new Workspace(directory, () -> FUNCTIONS);
  }

  private static FunctionTable functions() {
    List<Function> all = new ArrayList<>(EngineFunctions.all());
    all.addAll(AdditionalFunctions.all());
    return new FunctionTable(all);
  }

  void write(String path, String text) {
    try {
      var file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace workspace() {
    return workspace;
  }

  /** Opens a text, without the bar in it, and gives the bar's offset. */
  int open(String path, String marked) {
    int at = marked.indexOf('¦');
    workspace.open(path, marked.replace("¦", ""));
    return at;
  }

  List<Completion> complete(String path, String marked) {
    int at = open(path, marked);
    return workspace.completions(path, at);
  }

  List<String> labels(String path, String marked) {
    return complete(path, marked).stream().map(Completion::label).toList();
  }

  private String text(String path) {
    return Objects.requireNonNull(workspace.text(path), path);
  }

  /** The text of a file after edits of it. */
  String after(String path, List<Edit> edits) {
    var text = new StringBuilder(text(path));
    edits.stream()
        .filter(each -> each.place().path().equals(path))
        .sorted(Comparator.comparingInt(each -> -each.place().startChars()))
        .forEach(
            each -> text.replace(each.place().startChars(), each.place().endChars(), each.text()));
    return text.toString();
  }

  /** What places hold, each with its file. */
  List<String> texts(List<Place> places) {
    return places.stream()
        .map(each ->
            each.path() + ": " + text(each.path()).substring(each.startChars(), each.endChars()))
        .toList();
  }

  List<String> messages(String path) {
    return workspace.check().getOrDefault(path, List.of()).stream()
        .map(Diagnostic::message)
        .toList();
  }

  /** The text of a file after the only action for the findings in it. */
  String fixed(String path, String text, String title) {
    workspace.open(path, text);
    workspace.check();
    var actions =
        workspace.actions(path, 0, text.length()).stream()
            .filter(each -> each.title().equals(title))
            .toList();
    assertEquals(
        1,
        actions.size(),
        () -> workspace.actions(path, 0, text.length()) + " for " + workspace.check().get(path));
    return after(path, actions.getFirst().edits());
  }
}
