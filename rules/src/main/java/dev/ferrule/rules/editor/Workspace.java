package dev.ferrule.rules.editor;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Config;
import dev.ferrule.rules.check.Lints;
import dev.ferrule.rules.check.SourceDirectory;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.format.Formatted;
import dev.ferrule.rules.format.Formatter;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.lists.ListFiles;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rule set of one directory as an editor sees it: its files, with the texts of open documents
 * in the place of those on disk. Offsets are UTF-16 units. Confined.
 *
 * <p>A change costs one parse of the changed file; {@link #check} parses and checks the whole set.
 * Nothing here writes to disk.
 */
public final class Workspace {
  /** Findings that may come of a statement that is only half written. */
  private static final Set<String> MAY_FOLLOW =
      Set.of("unknown-name", "unknown-local", "unused-local", "unused-rule", "unused-file");

  private final Path directory;
  private final FunctionTable functions;
  private final NavigableMap<String, FileModel> disk = new TreeMap<>();
  private final Map<String, String> others = new LinkedHashMap<>();
  private final Map<String, FileModel> open = new HashMap<>();
  private final Map<String, String> openOthers = new HashMap<>();
  private Lists lists = Lists.NONE;
  private Map<String, List<Diagnostic>> found = Map.of();
  private @Nullable EditedSet current;
  private @Nullable CheckedRules valid;

  /** The set in a directory, which need not be a valid one. */
  public Workspace(Path directory, FunctionTable functions) {
    this.directory = directory;
    this.functions = functions;
    reload();
  }

  /** Reads the files on disk again. Those that cannot be read count as absent. */
  public void reload() {
    changed();
    others.clear();
    var before = new HashMap<>(disk);
    disk.clear();
    try {
      var sources = SourceDirectory.read(directory);
      sources
          .rules()
          .forEach((path, file) -> {
            var known = before.get(path);
            disk.put(
                path,
                known != null && known.file().text().equals(file.text())
                    ? known
                    : new FileModel(file));
          });
      sources
          .texts()
          .forEach((path, text) -> {
            if (!path.endsWith(".sml")) {
              others.put(path, text);
            }
          });
    } catch (FerruleException e) {
      // A set that is only being begun: the open documents are all there is.
      disk.putAll(before);
    }
    try {
      lists = ListFiles.open(directory);
    } catch (FerruleException e) {
      lists = Lists.NONE;
    }
  }

  // What was found out about other texts says nothing of these.
  private void changed() {
    current = null;
    valid = null;
  }

  /** The directory of the set. */
  public Path directory() {
    return directory;
  }

  /** Takes a document's text as the file's, from now on. */
  public void open(String path, String text) {
    changed();
    if (path.endsWith(".sml")) {
      open.put(path, new FileModel(new SourceFile(path, text)));
    } else {
      openOthers.put(path, text);
    }
  }

  /** Forgets a document: what is on disk counts again. */
  public void close(String path) {
    open.remove(path);
    openOthers.remove(path);
    reload();
  }

  /** The text of a file; null when the set has none of this path. */
  public @Nullable String text(String path) {
    var file = set().files().get(path);
    if (file != null) {
      return file.file().text();
    }
    var opened = openOthers.get(path);
    return opened != null ? opened : others.get(path);
  }

  /** The lines of a file; those of an empty text when the set has none of this path. */
  public LineMap lines(String path) {
    var file = set().files().get(path);
    if (file != null) {
      return file.lines();
    }
    var text = text(path);
    return new LineMap(text == null ? "" : text);
  }

  /**
   * Checks the whole set: errors, and warnings where there are none.
   *
   * @return the findings by path, sorted by place; every rule file has an entry
   */
  public Map<String, List<Diagnostic>> check() {
    Map<String, List<Diagnostic>> all = new LinkedHashMap<>();
    var set = set();
    set.files().forEach((path, file) -> all.put(path, new ArrayList<>(file.errors())));
    boolean broken = set.files().values().stream().anyMatch(file -> !file.errors().isEmpty());
    valid = null;
    try {
      for (var each : checked(set, broken)) {
        if (!broken || !mayFollow(each, set)) {
          all.computeIfAbsent(each.span().file().path(), _ -> new ArrayList<>()).add(each);
        }
      }
    } catch (FerruleException e) {
      // Without an entry file there is no set to check, only files to read.
    }
    found = all;
    return all;
  }

  private List<Diagnostic> checked(EditedSet set, boolean broken) {
    Map<String, String> texts = new LinkedHashMap<>();
    set.files().forEach((path, file) -> texts.put(path, file.readable().text()));
    texts.putAll(others);
    texts.putAll(openOthers);
    var sources = Sources.of(texts);
    var result = Checker.check(sources, functions, lists);
    List<Diagnostic> findings = new ArrayList<>(result.diagnostics());
    var rules = result.rules();
    if (rules != null && !broken) {
      valid = rules;
      findings.addAll(Lints.lint(rules, sources));
    }
    return findings;
  }

  /** Whether a finding may be wrong once all statements parse. */
  private static boolean mayFollow(Diagnostic finding, EditedSet set) {
    if (!MAY_FOLLOW.contains(finding.code())) {
      return false;
    }
    var path = finding.span().file().path();
    var file = set.files().get(path);
    if (file == null || !file.errors().isEmpty()) {
      return true;
    }
    var span = finding.span();
    var name = span.file().text().substring(span.startChars(), span.endChars());
    return set.files().values().stream().anyMatch(each -> each.brokenTargets().contains(name))
        || file.imported().stream()
            .map(set.files()::get)
            .anyMatch(each -> each != null && !each.errors().isEmpty());
  }

  /** What may be written at an offset of a rule file. */
  public List<Completion> completions(String path, int offsetChars) {
    var file = set().files().get(path);
    return file == null ? List.of() : Completions.at(set(), file, within(file, offsetChars));
  }

  /** What there is to say about what stands at an offset, or null. */
  public @Nullable Hover hover(String path, int offsetChars) {
    var file = set().files().get(path);
    return file == null ? null : Hovers.at(set(), valid, file, offsetChars);
  }

  /** How the function is called whose call is being written at an offset, or null. */
  public @Nullable SignatureHelp signatureHelp(String path, int offsetChars) {
    var file = set().files().get(path);
    return file == null ? null : SignatureHelp.at(set(), file, within(file, offsetChars));
  }

  /** Where what stands at an offset is defined: a name, or the files that a text names. */
  public List<Place> definitions(String path, int offsetChars) {
    var file = set().files().get(path);
    return file == null ? List.of() : Definitions.at(set(), file, offsetChars);
  }

  /** Every use of the name at an offset, in all files; its definition too if wanted. */
  public List<Place> references(String path, int offsetChars, Declaration declaration) {
    var file = set().files().get(path);
    return file == null ? List.of() : Definitions.references(set(), file, offsetChars, declaration);
  }

  /** Whether the place of the definition is among the references. */
  public enum Declaration {
    INCLUDED,
    LEFT_OUT
  }

  /** The name at an offset if it can be renamed, or null. */
  public @Nullable Place renamable(String path, int offsetChars) {
    var file = set().files().get(path);
    return file == null ? null : Renames.placeAt(set(), file, offsetChars);
  }

  /**
   * The changes that give the name at an offset another one in all files.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when the new name cannot be used
   */
  public List<Edit> rename(String path, int offsetChars, String name) {
    var file = set().files().get(path);
    if (file == null) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID, "expected a rule file of the set: path=" + path);
    }
    return Renames.rename(set(), file, offsetChars, name);
  }

  /** The statements of a file in order. */
  public List<Symbol> symbols(String path) {
    var file = set().files().get(path);
    return file == null ? List.of() : Symbol.of(file);
  }

  /** The changes that lay a file out; none when it has syntax errors. */
  public List<Edit> format(String path) {
    var file = set().files().get(path);
    if (file == null
        || !(Formatter.format(file.file()) instanceof Formatted.Text(var laid, var changed))
        || !changed) {
      return List.of();
    }
    return Edit.between(path, file.file().text(), laid);
  }

  /** What can be done about the findings of the last check in a part of a file. */
  public List<Action> actions(String path, int startChars, int endChars) {
    var file = set().files().get(path);
    return file == null ? List.of() : Actions.of(set(), file, findings(path, startChars, endChars));
  }

  private static int within(FileModel file, int offsetChars) {
    return Math.clamp(offsetChars, 0, file.file().text().length());
  }

  /** The findings of the last check that touch a part of a file. */
  private List<Diagnostic> findings(String path, int startChars, int endChars) {
    return found.getOrDefault(path, List.of()).stream()
        .filter(
            each -> each.span().startChars() <= endChars && each.span().endChars() >= startChars)
        .toList();
  }

  /** The set as it is now. */
  private EditedSet set() {
    var set = current;
    if (set == null) {
      var files = new TreeMap<>(disk);
      files.putAll(open);
      set = new EditedSet(files, labels(), functions, lists);
      current = set;
    }
    return set;
  }

  private Map<String, EditedSet.Label> labels() {
    Map<String, String> texts = new LinkedHashMap<>(others);
    texts.putAll(openOthers);
    texts.keySet().removeIf(path -> path.startsWith("lists/") || path.startsWith("tests/"));
    texts.put(Sources.ENTRY, "");
    Map<String, EditedSet.Label> labels = new TreeMap<>();
    try {
      var config = Config.of(Sources.of(texts));
      var section = config.values().get("labels");
      config
          .labels()
          .forEach((name, validFor) ->
              labels.put(name, new EditedSet.Label(validFor, description(section, name))));
    } catch (FerruleException e) {
      // A configuration that is being written has no labels until it can be read.
    }
    return labels;
  }

  private static String description(@Nullable Object section, String label) {
    return section instanceof Map<?, ?> labels
            && labels.get(label) instanceof Map<?, ?> fields
            && fields.get("description") instanceof String text
        ? text
        : "";
  }
}
