package dev.ferrule.rules.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.additions.AdditionalFunctions;
import dev.ferrule.rules.functions.additions.TestCall;
import dev.ferrule.rules.types.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionJarsTest {
  private static final String SERVICE = "META-INF/services/dev.ferrule.rules.spi.FunctionProvider";

  @TempDir Path work;

  private static Path example() {
    return Path.of(
        Objects.requireNonNull(System.getProperty("ferrule.root")),
        "examples/function-java/src/VowelCount.java");
  }

  private Path jar(Path source, String className, String service) throws IOException {
    var classes = Files.createDirectories(work.resolve("classes"));
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertEquals(0, exit);
    var jars = Files.createDirectories(work.resolve("jars"));
    try (var jar = new JarOutputStream(Files.newOutputStream(jars.resolve(className + ".jar")))) {
      jar.putNextEntry(new JarEntry(className + ".class"));
      jar.write(Files.readAllBytes(classes.resolve(className + ".class")));
      jar.putNextEntry(new JarEntry(SERVICE));
      jar.write(service.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jars;
  }

  @Test
  void theExampleIsCompiledFoundAndCalled() throws IOException {
    var jars = jar(example(), "VowelCount", "VowelCount\n");
    try (var found = FunctionJars.open(jars)) {
      var table = FunctionJars.join(AdditionalFunctions.all(), found.functions());
      var function = Objects.requireNonNull(table.find("VowelCount"));
      assertEquals(4L, TestCall.of(function).with("s", "AnEauX").value());
      assertNotNull(table.find("ListContains"));
    }
  }

  @Test
  void noDirectoryMeansTheClassPathAlone() {
    try (var found = FunctionJars.open(null)) {
      assertEquals(List.of(), found.functions());
    }
    assertThrows(FerruleException.class, () -> FunctionJars.open(work.resolve("none")));
  }

  @Test
  void aProviderThatIsNoneIsRefused() throws IOException {
    var jars = jar(example(), "VowelCount", "Missing\n");
    var thrown = assertThrows(FerruleException.class, () -> FunctionJars.open(jars));
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("expected a provider of functions, found: "),
        thrown.getMessage());
    Files.writeString(
        work.resolve("Broken.java"),
        """
        public class Broken implements dev.ferrule.rules.spi.FunctionProvider {
          public java.util.List<dev.ferrule.rules.functions.Function> functions() {
            throw new IllegalStateException("no licence");
          }
        }
        """);
    Files.delete(jars.resolve("VowelCount.jar"));
    jar(work.resolve("Broken.java"), "Broken", "Broken\n");
    var broken = assertThrows(FerruleException.class, () -> FunctionJars.open(jars));
    assertEquals(
        "expected functions from Broken, found: java.lang.IllegalStateException: no licence",
        broken.getMessage());
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    var shipped = List.of(named("A", "B"));
    assertClash("B", "ships with Ferrule", shipped, List.of(named("B")));
    assertClash("A", "ships with Ferrule", shipped, List.of(named("C", "A")));
    assertClash("C", "is added twice", shipped, List.of(named("C"), named("C")));
  }

  private static void assertClash(
      String name, String why, List<Function> shipped, List<Function> added) {
    var thrown = assertThrows(FerruleException.class, () -> FunctionJars.join(shipped, added));
    assertEquals(
        "expected a new name for an added function, found `%s`, which %s".formatted(name, why),
        thrown.getMessage());
  }

  private static Function named(String name, String... aliases) {
    return new PlainFunction(
        new Signature(
            name,
            List.of(aliases),
            "Text",
            "A.",
            List.of(),
            null,
            Type.INT,
            Signature.Purity.PURE,
            name + "()"),
        (_, _) -> 1L);
  }
}
