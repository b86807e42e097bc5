package dev.ferrule.rules;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.check.SourceDirectory;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.declared.CustomEffects;
import dev.ferrule.rules.declared.DeclaredFunctions;
import dev.ferrule.rules.declared.DeclaredWorkers;
import dev.ferrule.rules.declared.WasmDeclaration;
import dev.ferrule.rules.declared.WorkerDeclaration;
import dev.ferrule.rules.declared.WorkerFunctions;
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
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens rule sets with the functions that ship and those that are added. Stateless. */
public final class RuleSets {
  private static final long MOST_FILE_BYTES = 16L << 20;
  private static final Set<String> DECLARING = Set.of(DeclaredFunctions.FILE, DeclaredWorkers.FILE);

  private RuleSets() {}

  /** The functions that ship. */
  public static List<Function> functions(StandardFunctions.Options options) {
    var all = new ArrayList<Function>(StandardFunctions.all(options));
    all.addAll(AdditionalFunctions.all());
    return all;
  }

  /**
   * The rule set of a directory: its {@code *.sml}, {@code config.yaml}, {@code lists/}, {@code
   * functions.yaml} and {@code workers.yaml}.
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
    return joined(sources, options, lists, added(directory, options.workers(), jars));
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
    var declared = Declared.of(files::get);
    Set<String> named = declared.files();
    Map<String, String> texts = new TreeMap<>(); // in an order of its own, whatever the map's is
    Map<String, String> lists = new TreeMap<>();
    files.forEach((path, bytes) -> {
      if (Sources.takes(path)) {
        texts.put(path, Sources.text(path, bytes));
      }
      if (ListFiles.takes(path)) {
        lists.put(path, Sources.text(path, bytes));
      } else if (!Sources.takes(path) && !isOther(path, named)) {
        throw new FerruleException(
            ErrorCode.RULE_INVALID,
            ("expected files named *.sml, config.yaml, config/*.yaml, lists/*, tests/*.yaml,"
                    + " functions.yaml, workers.yaml or a file that one of these names, found path=%s")
                .formatted(path));
      }
    });
    Sources sources = Sources.of(texts);
    Added added = added(declared, files::get, options.workers(), jars);
    return joined(sources, options, ListFiles.of(lists), added);
  }

  private static boolean isOther(String path, Set<String> named) {
    return DECLARING.contains(path) || named.contains(path);
  }

  /**
   * The functions of a release that workers compute.
   *
   * @param files contents by path, as {@link #of} takes them
   */
  public static List<WorkerFunctions.Versioned> workerFunctions(Map<String, byte[]> files) {
    return WorkerFunctions.versioned(Declared.of(files::get).workers(), files::get);
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
            path -> Sources.takes(path) || ListFiles.takes(path) || DECLARING.contains(path));
    for (String named : Declared.of(path -> files.get(path)).files()) {
      byte[] bytes = read(directory, named);
      if (bytes != null) { // else the set does not open, and the message there says so
        files.put(named, bytes);
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
    Added added = added(directory, WorkerFunctions.Caller.NONE, null);
    added.release().run();
    return FunctionJars.join(functions(StandardFunctions.Options.DEFAULT), added.functions());
  }

  private record Added(List<Function> functions, Runnable release) {}

  /** What the files that declare functions say. */
  private record Declared(DeclaredFunctions functions, DeclaredWorkers workers) {
    static Declared of(WorkerFunctions.SourceFiles files) {
      byte[] functions = files.find(DeclaredFunctions.FILE);
      byte[] workers = files.find(DeclaredWorkers.FILE);
      return new Declared(
          functions == null
              ? DeclaredFunctions.NONE
              : DeclaredFunctions.parse(new String(functions, StandardCharsets.UTF_8)),
          workers == null
              ? DeclaredWorkers.NONE
              : DeclaredWorkers.parse(new String(workers, StandardCharsets.UTF_8)));
    }

    /** The further files of the set that they name. */
    Set<String> files() {
      return Stream.concat(
              functions.wasm().stream().map(WasmDeclaration::module),
              workers.functions().stream().map(WorkerDeclaration::source).filter(Objects::nonNull))
          .collect(Collectors.toSet());
    }
  }

  private static Added added(Path directory, WorkerFunctions.Caller workers, @Nullable Path jars) {
    WorkerFunctions.SourceFiles files = path -> read(directory, path);
    return added(Declared.of(files), files, workers, jars);
  }

  private static Added added(
      Declared declared,
      WorkerFunctions.SourceFiles files,
      WorkerFunctions.Caller workers,
      @Nullable Path jars) {
    var remote =
        WorkerFunctions.of(WorkerFunctions.versioned(declared.workers(), files), files, workers);
    var found = FunctionJars.open(jars);
    WasmFunctions wasm;
    try {
      wasm = WasmFunctions.open(declared.functions().wasm(), files::find, WasmLimits.DEFAULT);
    } catch (FerruleException e) {
      found.close();
      throw e;
    }
    var functions = new ArrayList<Function>(found.functions());
    functions.addAll(CustomEffects.of(declared.functions().effects()));
    functions.addAll(wasm.functions());
    functions.addAll(remote);
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
