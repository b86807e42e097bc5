package dev.ferrule.rules.declared;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.values.Failure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of a rule set that workers compute. Stateless. */
public final class WorkerFunctions {
  private static final int VERSION_DIGITS = 16;

  private WorkerFunctions() {}

  /**
   * A function in the version that a rule set names. Immutable.
   *
   * @param version {@link #versionOf} its source, or null when it names none and any will do
   */
  public record Versioned(WorkerDeclaration declaration, @Nullable String version) {}

  /** What computes the functions. Thread-safe. */
  @FunctionalInterface
  public interface Caller {
    /** Where there are no workers, as on the command line: each call is a failure that says so. */
    Caller NONE =
        function ->
            (_, _) ->
                Failure.unexpected(
                    "NoWorker",
                    ("%s is computed by workers, and there are none here:"
                            + " publish the rule set to a node with workers")
                        .formatted(function.declaration().name()));

    /** What runs for each call of a function. */
    Body body(Versioned function);

    /**
     * The same for who may run the code itself.
     *
     * @param source the bytes that define the function, or null when the set does not name them
     */
    default Body body(Versioned function, byte @Nullable [] source) {
      return body(function);
    }
  }

  /** Where the bytes of sources are. */
  @FunctionalInterface
  public interface SourceFiles {
    /** The bytes of the file at a path of the rule set, or null. */
    byte @Nullable [] find(String path);
  }

  /**
   * The declared functions in the versions of their sources, in order.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when a source is missing
   */
  public static List<Versioned> versioned(DeclaredWorkers declared, SourceFiles sources) {
    var functions = new ArrayList<Versioned>();
    for (var declaration : declared.functions()) {
      String source = declaration.source();
      functions.add(
          new Versioned(
              declaration, source == null ? null : version(declaration, source, sources)));
    }
    return functions;
  }

  private static String version(WorkerDeclaration declaration, String source, SourceFiles sources) {
    byte[] bytes = sources.find(source);
    if (bytes == null) {
      throw DeclaredFunctions.invalid(
          "expected source %s of function %s, found no such file"
              .formatted(source, declaration.name()));
    }
    return versionOf(bytes);
  }

  /** The version of what a source defines: the first 16 hexadecimal digits of its SHA-256. */
  public static String versionOf(byte[] source) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(source);
      return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** One function of the rule language for each, in order. */
  public static List<Function> of(List<Versioned> functions, SourceFiles sources, Caller caller) {
    return functions.stream()
        .<Function>map(each -> {
          String source = each.declaration().source();
          return new PlainFunction(
              OwnSignature.of(
                  each.declaration().name(),
                  each.declaration().summary(),
                  each.declaration().parameters(),
                  each.declaration().result()),
              caller.body(each, source == null ? null : sources.find(source)));
        })
        .toList();
  }
}
