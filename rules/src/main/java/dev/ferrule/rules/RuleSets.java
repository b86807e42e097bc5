package dev.ferrule.rules;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.check.SourceDirectory;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.declared.CustomEffects;
import dev.ferrule.rules.declared.DeclaredFunctions;
import dev.ferrule.rules.declared.WasmDeclaration;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.additions.AdditionalFunctions;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.lists.ListFiles;
import dev.ferrule.rules.spi.FunctionJars;
import dev.ferrule.rules.wasm.WasmFunctions;
import dev.ferrule.rules.wasm.WasmLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens rule sets with the functions that ship and those that are added. Stateless. */
public final class RuleSets {
  private static final long MOST_FILE_BYTES = 16L << 20;

  private RuleSets() {}

  /** The functions that ship. */
  public static List<Function> functions(StandardFunctions.Options options) {
    var all = new ArrayList<Function>(StandardFunctions.all(options));
    all.addAll(AdditionalFunctions.all());
    return all;
  }

  /**
   * The rule set of a directory: its {@code *.sml}, {@code config.yaml}, {@code lists/} and {@code
   * functions.yaml}.
   *
   * @param options what the functions that ship need
   * @param jars a directory of jars with further functions, or null
   * @throws FerruleException when a file is too large, no text, or not of its form; what rules say
   *     is left to {@link RuleSet#check}
   */
  public static RuleSet open(
      Path directory, StandardFunctions.Options options, @Nullable Path jars) {
    Sources sources = SourceDirectory.read(directory);
    ListFiles lists = ListFiles.open(directory);
    return joined(sources, options, lists, added(directory, jars));
  }

  private static RuleSet joined(
      Sources sources, StandardFunctions.Options options, ListFiles lists, Added added) {
    try {
      return new RuleSet(
          sources,
          FunctionJars.join(functions(options), added.functions()),
          lists,
          added.release());
    } catch (FerruleException e) {
      added.release().run();
      throw e;
    }
  }

  /**
   * The rule set of files in memory, as {@link #files} reads them. Its lists do not change.
   *
   * @param files contents by path; they are not copied
   * @param options what the functions that ship need
   * @param jars a directory of jars with further functions, or null
   * @throws FerruleException as {@link #open} does, and when a file is none of a set's
   */
  public static RuleSet of(
      Map<String, byte[]> files, StandardFunctions.Options options, @Nullable Path jars) {
    var declared = declared(files.get(DeclaredFunctions.FILE));
    Set<String> modules = modules(declared);
    Map<String, String> texts = new TreeMap<>(); // in an order of its own, whatever the map's is
    Map<String, String> lists = new TreeMap<>();
    files.forEach((path, bytes) -> {
      if (Sources.takes(path)) {
        texts.put(path, Sources.text(path, bytes));
      }
      if (ListFiles.takes(path)) {
        lists.put(path, Sources.text(path, bytes));
      } else if (!Sources.takes(path) && !isOther(path, modules)) {
        throw new FerruleException(
            ErrorCode.RULE_INVALID,
            ("expected files named *.sml, config.yaml, config/*.yaml, lists/*, tests/*.yaml,"
                    + " functions.yaml or a module that it names, found path=%s")
                .formatted(path));
      }
    });
    Sources sources = Sources.of(texts);
    ListFiles named = ListFiles.of(lists);
    Added added = added(declared, files::get, jars);
    return joined(sources, options, named, added);
  }

  private static boolean isOther(String path, Set<String> modules) {
    return path.equals(DeclaredFunctions.FILE) || modules.contains(path);
  }

  private static Set<String> modules(DeclaredFunctions declared) {
    return declared.wasm().stream().map(WasmDeclaration::module).collect(Collectors.toSet());
  }

  /**
   * All files of the rule set in a directory, by path, as {@link #of} takes them. Others are left
   * alone.
   *
   * @throws FerruleException when a file is too large or a link out of the directory
   */
  public static SortedMap<String, byte[]> files(Path directory) {
    var files =
        SourceDirectory.read(
            directory,
            path ->
                Sources.takes(path)
                    || ListFiles.takes(path)
                    || path.equals(DeclaredFunctions.FILE));
    for (String module : modules(declared(files.get(DeclaredFunctions.FILE)))) {
      byte[] bytes = read(directory, module);
      if (bytes != null) { // else the set does not open, and the message there says so
        files.put(module, bytes);
      }
    }
    return files;
  }

  /**
   * What the rules of a directory may call, for checking alone: the functions cannot be run.
   *
   * @throws FerruleException as {@link #open} does
   */
  public static FunctionTable functionsToCheck(Path directory) {
    Added added = added(directory, null);
    added.release().run();
    return FunctionJars.join(functions(StandardFunctions.Options.DEFAULT), added.functions());
  }

  private record Added(List<Function> functions, Runnable release) {}

  private static Added added(Path directory, @Nullable Path jars) {
    var declared = declared(read(directory, DeclaredFunctions.FILE));
    return added(declared, path -> read(directory, path), jars);
  }

  private static DeclaredFunctions declared(byte @Nullable [] text) {
    return text == null
        ? DeclaredFunctions.NONE
        : DeclaredFunctions.parse(new String(text, StandardCharsets.UTF_8));
  }

  private static Added added(
      DeclaredFunctions declared, WasmFunctions.Modules modules, @Nullable Path jars) {
    var found = FunctionJars.open(jars);
    WasmFunctions wasm;
    try {
      wasm = WasmFunctions.open(declared.wasm(), modules, WasmLimits.DEFAULT);
    } catch (FerruleException e) {
      found.close();
      throw e;
    }
    var functions = new ArrayList<Function>(found.functions());
    functions.addAll(CustomEffects.of(declared.effects()));
    functions.addAll(wasm.functions());
    return new Added(
        functions,
        () -> {
          wasm.close();
          found.close();
        });
  }

  /* A file inside the directory, or null; a path that leads out of it is none. */
  private static byte @Nullable [] read(Path directory, String path) {
    try {
      Path file = directory.resolve(path);
      if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(directory.toRealPath())) {
        return null;
      }
      if (Files.size(file) > MOST_FILE_BYTES) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected at most %d bytes in %s, found more".formatted(MOST_FILE_BYTES, path));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected a readable file, found none: " + path, e);
    }
  }
}
