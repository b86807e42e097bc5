package dev.ferrule.rules;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.check.SourceDirectory;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.declared.CustomEffects;
import dev.ferrule.rules.declared.DeclaredFunctions;
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
    Added added = added(directory, jars);
    return new RuleSet(
        sources, FunctionJars.join(functions(options), added.functions()), lists, added.release());
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
    byte[] text = read(directory, DeclaredFunctions.FILE);
    var declared =
        text == null
            ? DeclaredFunctions.NONE
            : DeclaredFunctions.parse(new String(text, StandardCharsets.UTF_8));
    var found = FunctionJars.open(jars);
    var wasm =
        WasmFunctions.open(declared.wasm(), path -> read(directory, path), WasmLimits.DEFAULT);
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
