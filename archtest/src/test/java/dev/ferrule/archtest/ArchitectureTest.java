package dev.ferrule.archtest;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The shape of the code: which module may use which, and who owns each third-party library. A
 * change of the tables here is a design decision and comes with a note under docs/design.
 */
class ArchitectureTest {
  /** Module by module, the others it may use. The test modules are free and stand in none. */
  private static final Map<String, Set<String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", Set.of()),
              Map.entry("store", Set.of("model")),
              Map.entry("text", Set.of("model")),
              Map.entry("embed", Set.of("text", "model")),
              Map.entry("index", Set.of("text", "model")),
              Map.entry("rules", Set.of("model")),
              Map.entry("engine", Set.of("model", "text", "embed", "index", "rules")),
              Map.entry("proto", Set.of()),
              Map.entry("flow", Set.of("model")),
              Map.entry("cpython", Set.of("model")),
              Map.entry(
                  "server",
                  Set.of(
                      "model", "store", "text", "embed", "index", "rules", "engine", "proto",
                      "flow", "cpython"))));

  /** Nothing but what the .proto files define; see docs/design/grpc.md. */
  private static final String GENERATED = "proto";

  private static final Set<String> NEVER_SHIPPED = Set.of("archtest", "bench", "testkit");

  /** The one module that may use each library. */
  private static final Map<String, String> OWNERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("org.apache.lucene", "index"),
              Map.entry("ai.onnxruntime", "embed"),
              Map.entry("org.rocksdb", "store"),
              Map.entry("io.vertx", "server"),
              Map.entry("io.netty", "server"),
              Map.entry("io.grpc", "server"),
              Map.entry("io.etcd", "server"),
              Map.entry("com.google.protobuf", "server"),
              Map.entry("org.apache.pdfbox", "text"),
              Map.entry("org.jsoup", "text"),
              Map.entry("picocli", "server"),
              Map.entry("org.snakeyaml", "model"),
              Map.entry("com.anyascii", "rules"),
              Map.entry("run.endive", "rules"),
              Map.entry("org.eclipse.lsp4j", "rules"),
              Map.entry("org.apache.kafka", "flow"),
              Map.entry("io.micrometer", "server"),
              Map.entry("io.opentelemetry", "server.tracing"),
              Map.entry("com.github.luben.zstd", "server"),
              Map.entry("com.github.difflib", "server"),
              Map.entry("ch.qos.logback", "server")));

  private static final String SAYS_NOTHING =
      ".*(Util|Utils|Helper|Manager|Impl|Misc|Common|Base|Info|Data)$";

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location ->
              NEVER_SHIPPED.stream().noneMatch(m -> location.contains("dev/ferrule/" + m)))
          .importPackages("dev.ferrule");

  private static String in(String module) {
    return "dev.ferrule." + module + "..";
  }

  @Test
  void everyModuleStandsInTheTable() {
    var found = new TreeSet<String>();
    for (JavaClass shipped : SHIPPED) {
      found.add(shipped.getPackageName().split("\\.")[2]);
    }
    assertEquals(ALLOWED.keySet(), found);
  }

  @Test
  void modulesUseOnlyWhatTheirEdgesAllow() {
    ALLOWED.forEach((module, uses) -> {
      var allowed = new ArrayList<>(List.of(in(module)));
      uses.forEach(use -> allowed.add(in(use)));
      classes()
          .that()
          .resideInAPackage(in(module))
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("dev.ferrule.."))
                  .or(resideInAnyPackage(allowed.toArray(String[]::new))))
          .because(module + " may use " + new TreeSet<>(uses))
          .check(SHIPPED);
    });
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.ferrule.(**)").should().beFreeOfCycles().check(SHIPPED);
  }

  @Test
  void eachLibraryHasOneOwner() {
    OWNERS.forEach((library, owner) ->
        noClasses()
            .that()
            .resideOutsideOfPackages(in(owner), in(GENERATED))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library + "..")
            .because(owner + " owns " + library)
            .check(SHIPPED));
  }

  @Test
  void ownersDoUseTheirLibraries() {
    OWNERS.forEach((library, owner) -> {
      boolean used =
          SHIPPED.stream()
              .filter(resideInAPackage(in(owner)))
              .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
              .anyMatch(use -> use.getTargetClass().getPackageName().startsWith(library));
      assertTrue(used || library.equals("io.netty"), () -> owner + " does not use " + library);
    });
  }

  @Test
  void namesSaySomething() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in(GENERATED))
        .should()
        .haveNameMatching(SAYS_NOTHING)
        .check(SHIPPED);
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..core..", "..base..", "..misc..", "..impl..", "..helper..")
        .check(SHIPPED);
  }

  @Test
  void onlyTheCommandLineWritesToTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ferrule.server.cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(SHIPPED);
  }

  @Test
  void nothingIsReflectedOrInjected() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.ferrule.server.cli.Signals")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "sun.misc..", "jdk.internal..")
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .because("the JVM's signals are all that cannot be reached otherwise")
        .check(SHIPPED);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.ferrule.rules.spi.FunctionJars")
        .and()
        .doNotHaveFullyQualifiedName("dev.ferrule.server.sinks.SinkJars")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .because("functions and sinks of others are all that is found and not wired")
        .check(SHIPPED);
    noFields()
        .should()
        .beAnnotatedWith(
            describe(
                "an injecting annotation",
                annotation ->
                    List.of("Inject", "Autowired", "Resource", "Value")
                        .contains(annotation.getRawType().getSimpleName())))
        .check(SHIPPED);
  }

  @Test
  void ferruleHasOneException() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .be(FerruleException.class)
        .check(SHIPPED);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked = new TreeSet<String>();
    for (JavaPackage found : SHIPPED.getDefaultPackage().getSubpackagesInTree()) {
      if (!found.getClasses().isEmpty()
          && found.getName().startsWith("dev.ferrule")
          && !found.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(found.getName());
      }
    }
    assertEquals(Set.of(), unmarked);
  }
}
