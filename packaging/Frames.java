import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Copies the jar {@code args[0]} to {@code args[1]} with stack map frames in the classes that were compiled for Java 5,
 * and nothing else changed. Java verifies classes without them slowly, at each start, and keeps none in its cache.
 */
final class Frames {
  public static void main(String[] args) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of(args[0]));
        OutputStream out = Files.newOutputStream(Path.of(args[1]));
        var from = new ZipInputStream(in);
        var to = new ZipOutputStream(out)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        var content = new ByteArrayOutputStream();
        from.transferTo(content);
        to.putNextEntry(new ZipEntry(entry.getName()));
        byte[] bytes = content.toByteArray();
        to.write(entry.getName().endsWith(".class") && bytes[7] < Opcodes.V1_6 ? withFrames(bytes) : bytes);
      }
    }
  }

  private static byte[] withFrames(byte[] bytes) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(int version, int access, String name, String sign, String above, String[] interfaces) {
                super.visit(Opcodes.V1_8, access, name, sign, above, interfaces);
              }
            },
            0);
    return writer.toByteArray();
  }
}
